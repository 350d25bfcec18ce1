/** From a row of the ledger and the evidence of one run to a judgement that a report can print. */
import type { Level, Requirement } from '../../scenarios/requirements/ledger.ts';
import type { Check, CheckContext } from './check.ts';
import { notApplicable } from './findings.ts';
import { type Finding, malformation, type Verdict, verdictOf } from './judgement.ts';
import { checkFor } from './registry.ts';

export interface Judgement {
  readonly requirement: string;
  readonly level: Level;
  readonly verdict: Verdict;
  readonly expected: string;
  readonly seen: string;
  /** The things that {@link seen} joins; absent where it is one. */
  readonly parts?: readonly string[];
  /** One sentence: `expected …; saw … (TS 33.122 6.8 step 6)`. */
  readonly reason: string;
  /** Why nothing could be told (an `InconclusiveCause`), or the claim that makes the requirement not applicable. */
  readonly cause?: string;
  /** Sequence numbers of the timeline entries that it rests on. */
  readonly evidence: readonly number[];
  /** The one of them that decided, where that need not be the last. */
  readonly decisive?: number;
  readonly clause: string;
}

/**
 * Judges one requirement. Never throws: a fault of ours, a requirement that no check knows and an exception of a
 * check all end as `error`, for none of them says anything about the implementation under test.
 */
export function judgeRequirement(requirement: Requirement, context: CheckContext): Judgement {
  const check = checkFor(requirement.id);
  if (check === undefined) return faulty(requirement, requirement.statement, 'no check for this requirement', []);
  if (context.claims.edition === 'published' && requirement.edition === 'change-1') {
    return judged(requirement, check, notApplicable('edition: published'));
  }
  const fault = faultOf(context);
  if (fault !== undefined) return faulty(requirement, check.expected, fault.seen, fault.evidence);
  try {
    const finding = check.judge(context);
    const wrong = malformation(finding);
    if (wrong !== undefined) return faulty(requirement, check.expected, `a fault of the check: ${wrong}`, []);
    return judged(requirement, check, finding);
  } catch (error) {
    const seen = `a fault of the check: ${error instanceof Error ? error.message : String(error)}`;
    return faulty(requirement, check.expected, seen, []);
  }
}

function judged({ id, level, clause }: Requirement, { expected }: Check, finding: Finding): Judgement {
  const { seen, parts, evidence, decisive } = finding;
  const verdict = verdictOf(finding, level);
  return {
    requirement: id,
    level,
    verdict,
    expected,
    seen,
    ...(parts && { parts }),
    reason: sentence(expected, seen, clause),
    ...causeOf(finding),
    evidence,
    ...(decisive === undefined ? {} : { decisive }),
    clause,
  };
}

function causeOf(finding: Finding): { cause?: string } {
  if (finding.outcome === 'unclear') return { cause: finding.cause };
  return finding.outcome === 'not-applicable' ? { cause: finding.claim } : {};
}

function faulty(
  { id, level, clause }: Requirement,
  expected: string,
  seen: string,
  evidence: readonly number[],
): Judgement {
  const reason = sentence(expected, seen, clause);
  return { requirement: id, level, verdict: 'error', expected, seen, reason, evidence, clause };
}

function sentence(expected: string, seen: string, clause: string): string {
  return `expected ${expected}; saw ${seen} (${clause})`;
}

/** One fault of ours spoils the whole run: whatever came after it may be its consequence. */
function faultOf({ evidence }: CheckContext): { seen: string; evidence: readonly number[] } | undefined {
  const [fault] = evidence.faults;
  if (fault === undefined) return undefined;
  const seen =
    fault.kind === 'fault'
      ? `a fault of the harness: ${fault.message}`
      : `a message of the harness that breaks ${fault.schema} (${fault.issues.join(', ')})`;
  return { seen, evidence: [fault.seq] };
}
