/** How a verdict and a level look in Allure, which has its own words for both. */
import { Severity, Status } from 'allure-js-commons';
import type { Verdict } from '../../harness/checks/judgement.ts';
import type { RunRecordCheck } from '../../harness/evidence/run-record.ts';
import type { Level } from '../../scenarios/requirements/ledger.ts';
import { VERDICT_WORDS } from '../words.ts';

const STATUS: Readonly<Record<Verdict, Status>> = {
  pass: Status.PASSED,
  // Allure has no warning: what is warned of passes, with the tag `warn` and a message.
  warn: Status.PASSED,
  fail: Status.FAILED,
  // Broken: the test could not tell, which is not a failure of what it tests.
  inconclusive: Status.BROKEN,
  error: Status.BROKEN,
  'not-applicable': Status.SKIPPED,
};

export const SEVERITY: Readonly<Record<Level, Severity>> = {
  shall: Severity.CRITICAL,
  should: Severity.NORMAL,
  info: Severity.TRIVIAL,
};

/** How the message of every result begins that says: the harness failed. {@link CATEGORIES} goes by it. */
export const HARNESS_FAILED = 'The harness failed: ';

/** The status of a judgement. A known deviation is neither a pass nor a reason to turn red. */
export function statusOf({ verdict, known }: Pick<RunRecordCheck, 'verdict' | 'known'>): Status {
  return known !== undefined && verdict !== 'error' ? Status.SKIPPED : STATUS[verdict];
}

/**
 * What `categories.json` holds: the kinds of result that people have to look at. They go by the messages, of which
 * `verdictSentence` makes most; the expressions match a whole message, as Allure 2 wants it.
 */
export const CATEGORIES = [
  {
    name: 'Violation',
    description: 'A requirement of level shall is breached.',
    matchedStatuses: [Status.FAILED],
  },
  {
    name: 'Could not be told',
    description: 'Nothing was proved, neither for nor against the implementation under test; the message says why.',
    matchedStatuses: [Status.BROKEN],
    messageRegex: `\\S+ ${VERDICT_WORDS.inconclusive}[\\s\\S]*`,
  },
  {
    name: 'Harness error',
    description: 'The harness failed. Says nothing about the implementation under test; please report it.',
    matchedStatuses: [Status.BROKEN],
    messageRegex: `${HARNESS_FAILED}[\\s\\S]*`,
  },
  {
    name: 'Known deviation',
    description: 'The baseline says beforehand that this does not pass, why, and until when.',
    matchedStatuses: [Status.SKIPPED],
    messageRegex: 'known deviation until [\\s\\S]*',
  },
];
