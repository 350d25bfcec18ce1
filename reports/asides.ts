/** What a run has to tell beside its verdicts: claims of the target that do not hold, and what of ours is still there. */
import type { RunRecord } from '../harness/evidence/run-record.ts';
import type { Conformance } from './conformance-schema.ts';
import { table } from './markdown.ts';
import { compare } from './requirement-rows.ts';
import { count } from './words.ts';

type Asides = Pick<Conformance, 'leftovers' | 'claimFindings'>;
type Contradiction = NonNullable<Asides['claimFindings']>[number];

/** Of all records, whatever their order; what there is none of is absent. */
export function asides(records: readonly RunRecord[]): Asides {
  const leftovers = records
    .flatMap((record) => record.leftovers ?? [])
    .sort((a, b) => compare(a.what, b.what) || compare(a.why, b.why));
  const claimFindings = contradictions(records);
  return {
    ...(claimFindings.length === 0 ? {} : { claimFindings }),
    ...(leftovers.length === 0 ? {} : { leftovers }),
  };
}

/** Each once, with the scenarios in which it was seen. */
function contradictions(records: readonly RunRecord[]): Contradiction[] {
  const found = new Map<string, Contradiction>();
  for (const { scenario, claimFindings = [] } of records) {
    for (const { claim, claimed, seen } of claimFindings) {
      const key = `${claim} ${seen}`;
      const scenarios = new Set([...(found.get(key)?.scenarios ?? []), scenario]);
      found.set(key, { claim, claimed, seen, scenarios: [...scenarios].sort(compare) });
    }
  }
  return [...found.values()].sort((a, b) => compare(a.claim, b.claim) || compare(a.seen, b.seen));
}

/** One line each for the end of a run; of what is left at the target the first few. */
export function asideLines({ claimFindings = [], leftovers = [] }: Asides): string[] {
  const more = leftovers.length - SHOWN;
  return [
    ...claimFindings.map(
      ({ claim, claimed, seen }) => `Claim contradicted: claims.${claim} is ${claimed}, but ${seen}`,
    ),
    ...leftovers.slice(0, SHOWN).map(({ what, why }) => `Left at the target: ${what} (${why})`),
    ...(more > 0 ? [`Left at the target: ${more} more, listed in conformance.json`] : []),
  ];
}

const SHOWN = 10;

/** The section of a summary; empty text where every claim holds as far as was seen. */
export function claimsSection({ claimFindings = [] }: Asides): string {
  if (claimFindings.length === 0) return '';
  const rows = claimFindings.map(({ claim, claimed, seen, scenarios }) => [
    claim,
    claimed,
    seen,
    `${scenarios.length}`,
  ]);
  return [
    `## Claims contradicted: ${claimFindings.length}`,
    'What the target file claims is not what was seen. A wrong claim can make a requirement not applicable that should be judged: correct it, and run again.',
    table(['claim', 'claimed', 'seen', 'scenarios'], rows),
  ].join('\n\n');
}

/** The section of a summary; empty text where nothing of ours is left. */
export function leftoversSection({ leftovers = [] }: Asides): string {
  if (leftovers.length === 0) return '';
  const rows = leftovers.map(({ what, why }) => [what, why]);
  return [`## Left at the target: ${count(rows.length, 'thing')}`, table(['what', 'why'], rows)].join('\n\n');
}
