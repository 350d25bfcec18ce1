/** One judgement in one sentence, for reports that have no columns. */
import type { RunRecordCheck } from '../harness/evidence/run-record.ts';
import { VERDICT_WORDS } from './words.ts';

/** What the sentence is made of; a check of a record has it, and so has one of a report. */
export type Judged = Pick<RunRecordCheck, 'requirement' | 'verdict' | 'reason'> & {
  readonly cause?: string | undefined;
  readonly known?: RunRecordCheck['known'];
};

/**
 * E.g. `S6-torn-down could not be told (no-traffic): expected …, saw … (TS 33.122 6.8 step 6)`; a known deviation says so first, and until when.
 */
export function verdictSentence({ requirement, verdict, cause, reason, known }: Judged): string {
  const why = verdict === 'inconclusive' && cause !== undefined ? ` (${cause})` : '';
  const label = known === undefined ? '' : `known deviation until ${known.expires}: `;
  return `${label}${requirement} ${VERDICT_WORDS[verdict]}${why}: ${reason}`;
}
