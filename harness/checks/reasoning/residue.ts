/** Looks into the storage of an API invoker under test: what stood there before the offboarding is gone after it. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { CredentialKind } from '../../evidence/timeline.ts';
import type { ResidueRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { breached, holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { isPast } from './windows.ts';

/** More places than this make a sentence that nobody reads. */
const PLACES_TOLD = 3;

/** What the scans say about one kind of credential; undefined when its storage was not scanned after the offboarding. */
export function residueOf(
  { evidence, timing }: CheckContext,
  answeredAt: Micros,
  kind: CredentialKind,
): Finding | undefined {
  const scans = evidence.residues(kind);
  const after = scans.filter(({ phase, at }) => phase === 'settled' && at > answeredAt);
  const late = after.filter(({ at }) => isPast(at, answeredAt, timing.deletion));
  // A scan within the window is outdone by one after it.
  const settled = late.length > 0 ? late : after;
  if (settled.length === 0) return undefined;
  const left = settled.filter(({ places }) => places.length > 0);
  if (left.length > 0) {
    const seen = `the ${words(kind)} in storage: ${told(left)}`;
    return late.length > 0
      ? breached(seen, left)
      : unclear('window-too-short', `${seen}, but before the deletion window of ${timing.deletion} ms was over`, left);
  }
  const controls = scans.filter(({ phase, at }) => phase === 'control' && at <= answeredAt);
  if (!controls.some(({ places }) => places.length > 0)) {
    const seen = `the ${words(kind)} not found in storage before the offboarding either`;
    return unclear('precondition-failed', seen + missing(controls), [...controls, ...settled]);
  }
  const cited = [...controls, ...settled];
  const known = new Set(controls.flatMap(({ unreadable }) => unreadable));
  const closed = settled.flatMap(({ unreadable }) => unreadable);
  const [hidden] = closed.filter((place) => !known.has(place));
  if (hidden !== undefined)
    return unclear('not-observable', `a storage that cannot be read any more: ${hidden}`, cited);
  const [unfinished] = closed.filter((why) => why.includes('time was over'));
  if (unfinished !== undefined) {
    return unclear('not-observable', `a storage that could not be read: ${unfinished}`, cited);
  }
  return holds(`the ${words(kind)} no longer in storage${missing(controls)}${unread(closed)}`, cited);
}

/** What could be read neither before nor after: nobody knows what is in there. */
function unread(reasons: readonly string[]): string {
  return [...new Set(reasons)].map((why) => `; not looked into: ${why}`).join('');
}

/** A place that was declared and was not there when everything had to be: a path that is mistyped holds nothing for ever. */
function missing(controls: readonly ResidueRecord[]): string {
  const places = new Set(
    controls.flatMap(({ unreadable }) => unreadable).filter((why) => why.endsWith(' is not there')),
  );
  return [...places].map((why) => `; ${why}, though it is declared`).join('');
}

/** Where it stands, as `place:offset (encoding)`. */
function told(residues: readonly ResidueRecord[]): string {
  const places = residues.flatMap((residue) => residue.places);
  const named = places.slice(0, PLACES_TOLD).map(({ place, offset, encoding }) => `${place}:${offset} (${encoding})`);
  const more = places.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

function words(kind: CredentialKind): string {
  return WORDS[kind];
}

const WORDS: Readonly<Record<CredentialKind, string>> = {
  'api-invoker-id': 'API invoker ID',
  certificate: 'certificate',
  'private-key': 'private key',
  'onboard-secret': 'Onboard_Secret',
  'service-auth': 'service API authentication and authorization information',
  aefpsk: 'AEFPSK',
  'access-token': 'access token',
};
