/** What is wrong with one operation of a CCF under test, by the field of the target file to change. */
import type { ActionEntry, ExchangeEntry, Timeline } from '../evidence/timeline.ts';
import { classify } from '../probes/classify.ts';
import type { CcfTarget } from '../target/target.ts';
import type { Problem } from './finding.ts';
import type { Operation } from './operations.ts';
import { CERTIFICATE_ALERTS } from './reach.ts';

/** `cause`: what two operations have in common that fail for the same reason. */
export interface Trouble extends Problem {
  readonly cause: string;
}

/** The question and its answer: `POST /path → 401`. */
export function seenIn({ method }: Operation, exchange: ExchangeEntry): string {
  return `${method} ${exchange.request.target.split('?', 1)[0]} → ${answerIn(exchange)}`;
}

function answerIn({ response, failure, ...exchange }: ExchangeEntry): string {
  return failure?.cause === 'timeout' ? 'no answer' : classify({ ...exchange, response, failure }).seen;
}

/** A server that demands a client certificate of somebody who has none yet, or another one, in the handshake. */
export function turnedAwayAt(
  target: CcfTarget,
  { name, credential }: Operation,
  timeline: Timeline,
): Trouble | undefined {
  if (credential === undefined) return undefined;
  const failed = timeline
    .filter((entry) => entry.kind === 'connect-failed')
    .find(
      ({ label, failure }) => label.endsWith(credential.label) && CERTIFICATE_ALERTS.test(failure.alert?.name ?? ''),
    );
  return failed && certificateTrouble(target, name, failed.failure.message);
}

/** What to do about an operation that did not succeed, or whose success is none. */
export function troubleOf(
  target: CcfTarget,
  operation: Operation,
  exchange: ExchangeEntry,
  timeline: Timeline,
): Trouble | undefined {
  const { name, credential } = operation;
  const seen = seenIn(operation, exchange);
  const cause = answerIn(exchange);
  if (classify(exchange).outcome === 'accepted') return emptySuccess(target, operation, exchange, timeline);
  if (CERTIFICATE_ALERTS.test(exchange.failure?.alert?.name ?? '') && credential !== undefined) {
    return certificateTrouble(target, name, seen);
  }
  if (isRefused(exchange) && credential !== undefined) {
    const { field, what } =
      target.dialect === 'ts29222' ? credential : { field: 'identity.provider', what: 'the token' };
    return { field, cause, message: `${name} was refused (${seen}); correct ${what}` };
  }
  if (exchange.failure?.cause === 'timeout') {
    const bound = `timing.answer (${target.timing.answer} ms)`;
    const message = `${name} was not answered within ${bound} (${seen}); look into the CCF's own log, or give it longer`;
    return { field: 'timing.answer', cause, message };
  }
  const field = fieldOf(target, operation);
  const status = exchange.response?.status;
  if (status === 404 || status === 405) {
    const message = `${name} is not there (${seen}); name the apiRoot below which TS 29.222 has it, or enable it`;
    return { field, cause, message };
  }
  if (status !== undefined && status >= 300 && status < 400) {
    const to = exchange.response?.headers.location;
    const message = `${name} is redirected (${seen}${to === undefined ? '' : ` ${to}`}), which is not followed; name the apiRoot that it leads to`;
    return { field, cause, message };
  }
  // At onboarding and registration keys of ours are to be certified.
  const keys = credential === undefined ? '' : ', or name under claims.keys the kind of keys that it certifies';
  return { field, cause, message: `${name} failed (${seen}); look into the CCF's own log${keys}` };
}

/** Success is said, and what it is for is not there: a proxy's page, say, or another service. */
function emptySuccess(
  target: CcfTarget,
  operation: Operation,
  exchange: ExchangeEntry,
  timeline: Timeline,
): Trouble | undefined {
  const failed = timeline.some(
    (entry) => entry.kind === 'action' && !entry.ok && lastAsked(entry, timeline) === exchange,
  );
  if (!failed && (operation.answers?.(exchange.response?.body ?? '') ?? true)) return undefined;
  const message =
    exchange.response?.status === 202
      ? `${operation.name} is answered 202: it will be done later, and that is not waited for; give an onboard hook that does`
      : `${operation.name} was answered with success, but not with what TS 29.222 has there (${seenIn(operation, exchange)}); name the apiRoot of a CCF, or look into its log`;
  return { field: fieldOf(target, operation), cause: 'empty success', message };
}

/**
 * What an action asked of the CCF last: where it failed, that was not what it needed. In a preflight two go on at once, so that the evidence of
 * the one has what the other asked, too.
 */
function lastAsked({ action, evidence }: ActionEntry, timeline: Timeline): ExchangeEntry | undefined {
  const asks = ASKS[action];
  return timeline
    .filter((entry) => entry.kind === 'exchange')
    .findLast(({ seq, side, request }) => side === 'client' && asks?.test(request.target) && evidence.includes(seq));
}

/** The actions that fail for what an answer lacks. Others, such as the call of a service API, fail for more than the CCF said last. */
const ASKS: Readonly<Record<string, RegExp>> = {
  onboard: /\/onboardedInvokers$/,
  register: /\/registrations$/,
  subscribe: /\/(registrations|service-apis|subscriptions)$/,
};

function certificateTrouble({ identity }: CcfTarget, name: string, seen: string): Trouble {
  const does = identity.client === undefined ? 'wants a client certificate' : 'does not take our client certificate';
  return {
    field: 'identity.client',
    cause: 'certificate',
    message: `${name} ${does} (${seen}); name one that it takes`,
  };
}

function fieldOf({ endpoints: { capif, onboarding } }: CcfTarget, { credential }: Operation): string {
  return credential === undefined || capif === onboarding ? 'endpoints.capif' : 'endpoints.onboarding';
}

function isRefused({ response }: ExchangeEntry): boolean {
  return response?.status === 401 || response?.status === 403;
}
