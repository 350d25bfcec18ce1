/** Builds findings, and weighs several into one. */
import type { Finding, InconclusiveCause } from './judgement.ts';

/** Timeline entries that a finding rests on; an absent one is left out. */
export type Cited = readonly ({ readonly seq: number } | undefined)[];

export function holds(seen: string, cited: Cited = []): Finding {
  return { outcome: 'holds', seen, evidence: sequence(cited) };
}

export function breached(seen: string, cited: Cited = []): Finding {
  return { outcome: 'breached', seen, evidence: sequence(cited) };
}

export function deviates(seen: string, cited: Cited = []): Finding {
  return { outcome: 'deviates', seen, evidence: sequence(cited) };
}

export function unclear(cause: InconclusiveCause, seen: string, cited: Cited = []): Finding {
  return { outcome: 'unclear', cause, seen, evidence: sequence(cited) };
}

/** `claim` as the target file says it, e.g. `retention: false`. */
export function notApplicable(claim: string): Finding {
  return { outcome: 'not-applicable', claim, seen: `the target's claim ${claim}`, evidence: [] };
}

/** Tells a finding from whatever else a precondition answers. */
export function isFinding(value: object): value is Finding {
  return 'outcome' in value;
}

/** From the weightiest to the lightest: one proved breach outweighs whatever else stayed unclear. */
const WEIGHT = ['breached', 'unclear', 'deviates', 'holds', 'not-applicable'] as const;

/**
 * One finding out of several that must all hold: the weightiest outcome decides, and says what every finding of that
 * outcome saw. Several unclear ones answer the first's cause. No findings at all is unclear, for nothing was looked
 * at.
 */
export function allOf(findings: readonly Finding[]): Finding {
  const outcome = WEIGHT.find((candidate) => findings.some((finding) => finding.outcome === candidate));
  const decisive = findings.filter((finding) => finding.outcome === outcome);
  const [first] = decisive;
  if (first === undefined) return unclear('no-traffic', 'nothing that could be judged');
  const seen = [...new Set(decisive.map((finding) => finding.seen))].join('; ');
  const evidence = ordered(decisive.flatMap((finding) => finding.evidence));
  return { ...first, seen, evidence };
}

function sequence(cited: Cited): readonly number[] {
  return ordered(cited.flatMap((entry) => (entry === undefined ? [] : [entry.seq])));
}

function ordered(evidence: readonly number[]): readonly number[] {
  return [...new Set(evidence)].toSorted((one, other) => one - other);
}
