/** What every row that presupposes a successful offboarding must answer when there was none. */
import type { Row } from './judging.ts';

export const WITHOUT_SUCCESS: readonly Row[] = [
  ['no valid request was sent', { valid: false }, 'precondition-failed', /no valid offboarding request/],
  ['the valid request was answered 403', { answer: { status: 403 } }, 'precondition-failed', /^403/],
  ['the valid request was answered 503', { answer: { status: 503 } }, 'precondition-failed', /^503/],
  ['the valid request was redirected', { answer: { status: 307 } }, 'precondition-failed', /^307/],
  ['the API invoker had never been onboarded', { onboarded: false }, 'precondition-failed', /not been onboarded/],
];
