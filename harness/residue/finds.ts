/** What was found, told once: a key in PEM is also a key in base64, and whoever reads the report wants the one line. */
import type { ResidueEntry } from '../evidence/timeline.ts';
import type { Form } from './encodings.ts';
import type { Needle } from './search.ts';

/** A form of the credential with that number in the list that is scanned for. */
export interface CredentialForm extends Form, Needle {
  readonly credential: number;
}

export type Place = ResidueEntry['places'][number];

/** More places of one credential are not listed: one is a breach, a hundred show where to look. */
const MOST_PLACES = 100;

interface Find {
  readonly encoding: string;
  readonly start: number;
  readonly end: number;
}

/** The finds of one place that is being read: per credential those that no longer find covers. */
export class Finds {
  readonly #byCredential = new Map<number, Find[]>();

  add({ credential, encoding, bytes }: CredentialForm, start: number): void {
    const end = start + bytes.length;
    const finds = this.#byCredential.get(credential) ?? [];
    if (finds.some((find) => find.start <= start && find.end >= end)) return;
    const uncovered = finds.filter((find) => find.start < start || find.end > end);
    if (uncovered.length < MOST_PLACES) uncovered.push({ encoding, start, end });
    this.#byCredential.set(credential, uncovered);
  }

  /** The finds of one credential, in order of where they begin. */
  of(credential: number): readonly Find[] {
    return (this.#byCredential.get(credential) ?? []).toSorted((a, b) => a.start - b.start);
  }

  /** All spans, whichever credential's, in order of where they begin. */
  all(): readonly (Find & { readonly credential: number })[] {
    return [...this.#byCredential]
      .flatMap(([credential, finds]) => finds.map((find) => ({ ...find, credential })))
      .toSorted((a, b) => a.start - b.start || b.end - a.end);
  }
}

/** The places of each credential over a whole scan. */
export class Places {
  readonly #places: Place[][];

  constructor(credentials: number) {
    this.#places = Array.from({ length: credentials }, () => []);
  }

  /** Adds what was found in one place; `place` is free of credentials. */
  add(place: string, finds: Finds, encodingOf: (encoding: string) => string = (encoding) => encoding): void {
    this.#places.forEach((places, credential) => {
      for (const { encoding, start } of finds.of(credential)) {
        if (places.length < MOST_PLACES) places.push({ place, offset: start, encoding: encodingOf(encoding) });
      }
    });
  }

  of(credential: number): readonly Place[] {
    return this.#places[credential] ?? [];
  }
}
