/** The precondition of nearly every row: a valid offboarding request that the CCF answered with success. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import type { ActionRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Answer, answerTo, isSuccess } from './answer.ts';

export interface ValidRequest {
  readonly request: ActionRecord;
  readonly answer: Answer;
}

export interface Offboarding {
  readonly request: ActionRecord;
  readonly exchange: ExchangeEntry;
  readonly status: number;
  /** The answer was read to the end that its own framing announces. */
  readonly complete: boolean;
  readonly requestedAt: Micros;
  /** When the answer was complete, or was given up. */
  readonly answeredAt: Micros;
}

/** The valid request and whatever came back; unclear when none was sent for an invoker that had been onboarded. */
export function validRequest({ evidence }: CheckContext): ValidRequest | Finding {
  const [request] = evidence.offboardingRequests('valid');
  if (request === undefined) return unclear('precondition-failed', 'no valid offboarding request in this run');
  if (evidence.identity('victim').onboardingId === undefined) {
    const onboarding = evidence.action('onboard', 'victim');
    const why = onboarding === undefined ? '' : ` (${onboarding.detail})`;
    return unclear('precondition-failed', `an API invoker that had not been onboarded${why}`, [onboarding, request]);
  }
  return { request, answer: answerTo(evidence, request) };
}

/** The successful offboarding, its answer complete or not; unclear, naming the status, when there was none. */
export function offboarding(context: CheckContext): Offboarding | Finding {
  const valid = validRequest(context);
  if ('outcome' in valid) return valid;
  const { request, answer } = valid;
  const { exchange, status } = answer;
  if (exchange === undefined || !isSuccess(status)) {
    return unclear('precondition-failed', `${answer.seen} on the valid offboarding request`, [request, exchange]);
  }
  const complete = exchange.response?.complete === true;
  return { request, exchange, status, complete, requestedAt: exchange.requestAt, answeredAt: exchange.at };
}
