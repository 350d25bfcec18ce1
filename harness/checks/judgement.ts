/**
 * How a check answers, and how its answer becomes a verdict.
 *
 * A check never knows its level: it says whether the requirement *holds*, and the ledger decides what a breach is worth.
 */
import type { Level } from '../../scenarios/requirements/ledger.ts';

/** In the order in which aggregation worsens. */
export const VERDICTS = ['not-applicable', 'pass', 'warn', 'inconclusive', 'fail', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Why nothing could be told.
 * - `precondition-failed`: what must work before (the positive control) did not.
 * - `no-traffic`: the message or session to judge never came about.
 * - `window-too-short`: the bound was reached before the answer was known.
 * - `not-observable`: the implementation under test offers no way to look.
 * - `wrong-cause`: something was refused or closed, for a reason that proves nothing (5xx, nobody listening, idle timeout …).
 */
export type InconclusiveCause =
  | 'precondition-failed'
  | 'no-traffic'
  | 'window-too-short'
  | 'not-observable'
  | 'wrong-cause';

/** What a check found. */
export type Finding = Found &
  (
    | { readonly outcome: 'holds' }
    | { readonly outcome: 'breached' }
    /** Tolerated, but not what the specification says best: always a warning, whatever the level. */
    | { readonly outcome: 'deviates' }
    | { readonly outcome: 'unclear'; readonly cause: InconclusiveCause }
    /**
     * Only ever through a claim in the target, or where the ledger's control says so of what the target doesn't do at all; `claim` names it, e.g.
     * `sessionResumption: false`.
     */
    | { readonly outcome: 'not-applicable'; readonly claim: string }
  );

interface Found {
  /** Completes the sentence "expected …, saw …". */
  readonly seen: string;
  /** The things that {@link seen} joins; undefined where it is one. */
  readonly parts?: readonly string[];
  /** Sequence numbers of the timeline. */
  readonly evidence: readonly number[];
  /** The one of them that shows what was found; undefined where that is the last. A diagram points at it. */
  readonly decisive?: number;
}

const OUTCOMES: readonly unknown[] = ['holds', 'breached', 'deviates', 'unclear', 'not-applicable'];

/** What is wrong with the answer of a check, of whose types the compiler need not have heard; undefined where it is a finding. */
export function malformation(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return `it answered ${String(answer)}, which is no finding`;
  if ('then' in answer) return 'it answered a promise; a check answers at once, from the evidence alone';
  const { outcome, seen, evidence, cause, claim } = answer as Readonly<Record<string, unknown>>;
  if (!OUTCOMES.includes(outcome)) return `its outcome is ${String(outcome)}; one of ${OUTCOMES.join(', ')} is due`;
  if (typeof seen !== 'string') return 'it does not say what was seen (seen: a text)';
  if (!Array.isArray(evidence) || !evidence.every((seq) => Number.isInteger(seq) && seq > 0)) {
    return 'its evidence is no list of sequence numbers';
  }
  if (outcome === 'unclear' && typeof cause !== 'string') return 'it is unclear without a cause';
  return outcome === 'not-applicable' && typeof claim !== 'string' ? 'it is not-applicable without a claim' : undefined;
}

/** A finding weighed by its level. An `info` requirement is recorded and never judged against. */
export function verdictOf(finding: Finding, level: Level): Verdict {
  switch (finding.outcome) {
    case 'holds':
      return 'pass';
    case 'deviates':
      return level === 'info' ? 'pass' : 'warn';
    case 'breached':
      return level === 'shall' ? 'fail' : level === 'should' ? 'warn' : 'pass';
    case 'unclear':
      return level === 'info' ? 'not-applicable' : 'inconclusive';
    case 'not-applicable':
      return 'not-applicable';
  }
}

/** The worst of several verdicts; `error` when there are none, for nothing proved is never green. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const ranks = verdicts.map((verdict) => VERDICTS.indexOf(verdict));
  return VERDICTS[ranks.length === 0 ? VERDICTS.length - 1 : Math.max(...ranks)] ?? 'error';
}
