import type { ExchangeEntry } from '../evidence/timeline.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { isSuccess } from './reasoning/answer.ts';
import {
  isOffboardRequest,
  offboardRequests,
  type Provided,
  provided,
  received,
  succeeded,
} from './reasoning/offboarded.ts';
import { bearerSha256, isEitherNode, isOldSelf, presented } from './reasoning/presented.ts';

/** A 404, for one, is no such failure: an invoker that hears it may well conclude that it is offboarded. */
const FAILURES: ReadonlySet<string> = new Set(['403', '500', 'cut-off', 'no-answer']);

export const check: Check = {
  requirement: 'S5-not-on-failure',
  expected: 'an API invoker whose offboarding did not succeed to go on with its credentials',
  judge(context) {
    const { evidence } = context;
    const given = provided(evidence);
    if (isFinding(given)) return given;
    const requests = offboardRequests(evidence, given.action.at);
    const last = requests.at(-1);
    if (last === undefined) return unclear('no-traffic', 'no offboarding request', [given.action]);
    const told = evidence.actions('answer').find(({ facts }) => facts.case === 'success');
    const success = requests.find(succeeded);
    if (told !== undefined || success !== undefined) {
      return unclear('precondition-failed', 'an offboarding request answered with success', [told, success]);
    }
    const failed = evidence.actions('answer').find(({ facts }) => FAILURES.has(String(facts.case)));
    if (failed === undefined) return unclear('no-traffic', 'no failure that our CCF was told to answer', requests);
    return afterFailure(context, given, last);
  },
};

/** What it did when made to act again, against what it had done before it asked to leave. */
function afterFailure(context: CheckContext, given: Provided, last: ExchangeEntry): Finding {
  const { evidence } = context;
  const [first = last] = offboardRequests(evidence, given.action.at);
  const before = servedWith(context, given).find(({ requestAt }) => requestAt < first.requestAt);
  const again = evidence.actions('act-again').findLast(({ seq }) => seq > last.seq);
  if (again === undefined) return unclear('no-traffic', 'an API invoker that was not made to act again', [last]);
  if (before === undefined) {
    return unclear('precondition-failed', 'no request served before the offboarding', [first, again]);
  }
  const served = servedWith(context, given).find(({ requestAt }) => requestAt > last.requestAt);
  if (served !== undefined) {
    return holds('a request with its credentials, served as before', [before, last, again, served]);
  }
  const shown = presented(context, given).find(({ at, seq }) => at > last.requestAt && seq !== last.seq);
  if (shown !== undefined) {
    return unclear('wrong-cause', `${shown.seen} after the failure, but no request that was served`, [last, shown]);
  }
  return again.ok
    ? breached('nothing of its credentials when made to act again after the failure', [before, last, again])
    : unclear('not-observable', 'nothing of its credentials, but it could not be made to act again', [last, again]);
}

/** Requests answered with success on which its certificate, its AEFPSK or its access token stood for it. */
function servedWith(context: CheckContext, given: Provided): readonly ExchangeEntry[] {
  const { evidence } = context;
  const tokens = new Set(evidence.actions('provide-token').flatMap(({ facts }) => [facts.sha256, facts.tokenSha256]));
  return received(evidence, isEitherNode).filter(({ connection, request, response }) => {
    if (!isSuccess(response?.status) || isOffboardRequest(request)) return false;
    const handshake = evidence.handshake(connection);
    if (handshake !== undefined && isOldSelf(context, given, handshake)) return true;
    const digest = bearerSha256(request.headers.authorization);
    return digest !== undefined && tokens.has(digest);
  });
}
