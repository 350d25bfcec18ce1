/** Storage as the second witness of rows about a CCF or AEF: what it can take away from behaviour, and what not. */
import type { CredentialKind, ResidueEntry } from '../../../../harness/evidence/timeline.ts';
import { FOUND } from './invoker-recording.ts';
import type { Answer } from './judging.ts';

interface Witnessed {
  readonly residues: Readonly<Record<string, Partial<ResidueEntry>>>;
  readonly settledAt: number;
}

/** After the deletion window. */
const LATE = 3_000;

/** For a row that holds by behaviour. */
export function witnessRows(kind: CredentialKind): readonly (readonly [string, Witnessed, Answer, RegExp])[] {
  const seen = (control: Partial<ResidueEntry>, settled: Partial<ResidueEntry>, settledAt = LATE): Witnessed => ({
    residues: { [`control ${kind}`]: control, [`settled ${kind}`]: settled },
    settledAt,
  });
  const missing = { unreadable: ['/var/lib/acm is not there'] };
  return [
    ['refused, and still stored', seen(FOUND, FOUND), 'breached', /store\/invoker\.json:17 \(base64\)/],
    ['refused, and stored only afterwards', seen({}, FOUND), 'breached', /in storage/],
    ['refused, and stored before the window was over', seen(FOUND, FOUND, 100), 'window-too-short', /window/],
    ['refused, and stored no more', seen(FOUND, {}), 'holds', /refused/],
    ['refused, and never stored where it was looked for', seen({}, {}), 'holds', /refused/],
    ['refused, and looked for where nothing is', seen(missing, {}), 'holds', /refused/],
  ];
}
