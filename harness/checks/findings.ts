/** Builds findings, and weighs several into one. */
import type { Finding, InconclusiveCause } from './judgement.ts';

/** Timeline entries that a finding rests on; an absent one is left out. */
export type Cited = readonly ({ readonly seq: number } | undefined)[];

type Decisive = Cited[number];

export function holds(seen: string, cited: Cited = []): Finding {
  return { outcome: 'holds', seen, evidence: sequence(cited) };
}

/** @param decisive - Of what is cited, the entry that shows the breach, where that need not be the last one. */
export function breached(seen: string, cited: Cited = [], decisive?: Decisive): Finding {
  return { outcome: 'breached', seen, evidence: sequence(cited), ...naming(decisive) };
}

export function deviates(seen: string, cited: Cited = []): Finding {
  return { outcome: 'deviates', seen, evidence: sequence(cited) };
}

/** @param decisive - As of {@link breached}: what was looked at and told nothing. */
export function unclear(cause: InconclusiveCause, seen: string, cited: Cited = [], decisive?: Decisive): Finding {
  return { outcome: 'unclear', cause, seen, evidence: sequence(cited), ...naming(decisive) };
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
 * at. The first finding of that outcome names the decisive entry, whichever of them came last.
 */
export function allOf(findings: readonly Finding[]): Finding {
  const outcome = WEIGHT.find((candidate) => findings.some((finding) => finding.outcome === candidate));
  const deciding = findings.filter((finding) => finding.outcome === outcome);
  const [first] = deciding;
  if (first === undefined) return unclear('no-traffic', 'nothing that could be judged');
  const parts = [...new Set(deciding.flatMap((finding) => finding.parts ?? [finding.seen]))];
  const evidence = ordered(deciding.flatMap((finding) => finding.evidence));
  const isOneOfMany = deciding.length > 1 && (outcome === 'breached' || outcome === 'unclear');
  const decisive = first.decisive ?? (isOneOfMany ? first.evidence.at(-1) : undefined);
  const { parts: _, ...rest } = first;
  const several = parts.length > 1 ? { parts } : {};
  return { ...rest, seen: parts.join('; '), ...several, evidence, ...(decisive === undefined ? {} : { decisive }) };
}

function naming(decisive: Decisive): { decisive?: number } {
  return decisive === undefined ? {} : { decisive: decisive.seq };
}

function sequence(cited: Cited): readonly number[] {
  return ordered(cited.flatMap((entry) => (entry === undefined ? [] : [entry.seq])));
}

function ordered(evidence: readonly number[]): readonly number[] {
  return [...new Set(evidence)].toSorted((one, other) => one - other);
}
