/** The operations that a CCF under test must offer, and how each fared in a recording. */
import type { ExchangeEntry, Timeline } from '../evidence/timeline.ts';
import { classify } from '../probes/classify.ts';
import type { CcfTarget } from '../target/target.ts';
import { type Finding, ok, type Problem, problem, skipped } from './finding.ts';
import { CERTIFICATE_ALERTS } from './reach.ts';

export interface Operation {
  readonly name: string;
  readonly method: string;
  /** The end of its path, without the query. */
  readonly path: RegExp;
  /** For what our nodes need a credential: the field of the target file, what it holds, and how their connections are called. */
  readonly credential?: { readonly field: string; readonly what: string; readonly label: string };
}

/** In the order in which they are tried. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'onboarding',
    method: 'POST',
    path: /\/onboardedInvokers$/,
    credential: { field: 'identity.onboardingCredential', what: 'the Bearer token', label: ': onboarding' },
  },
  {
    name: 'registration of a provider domain',
    method: 'POST',
    path: /\/registrations$/,
    credential: { field: 'identity.registrationCredential', what: 'the regSec', label: ': registration' },
  },
  { name: 'publication of a service API', method: 'POST', path: /\/service-apis$/ },
  { name: 'subscription to events', method: 'POST', path: /\/subscriptions$/ },
  { name: 'discovery', method: 'GET', path: /\/allServiceAPIs$/ },
  { name: 'security context', method: 'PUT', path: /\/trustedInvokers\/[^/]+$/ },
  { name: 'access token', method: 'POST', path: /\/securities\/[^/]+\/token$/ },
  { name: 'security context, as the AEF reads it', method: 'GET', path: /\/trustedInvokers\/[^/]+$/ },
  { name: 'offboarding', method: 'DELETE', path: /\/onboardedInvokers\/[^/]+$/ },
];

/** How each operation was answered. Of several attempts the last counts. */
export function operationFindings(target: CcfTarget, timeline: Timeline): Finding[] {
  const asked = OPERATIONS.filter(({ name }) => name !== 'access token' || target.claims.methods.includes('oauth'));
  return asked.map((operation) => {
    const exchange = exchangeOf(operation, timeline);
    const turnedAway = exchange === undefined ? turnedAwayAt(operation, timeline) : undefined;
    if (turnedAway !== undefined) return problem(operation.name, turnedAway);
    const byHook = operation.credential !== undefined && target.hooks.onboard !== undefined;
    if (exchange === undefined) return skipped(operation.name, byHook ? 'done by hooks.onboard' : untried(timeline));
    const seen = seenIn(operation, exchange);
    const trouble = troubleOf(target, operation, exchange);
    return trouble === undefined ? ok(operation.name, seen) : problem(operation.name, trouble);
  });
}

/** The credentials that were refused, or the client certificate that was wanted; each once. */
export function refusedCredentials(target: CcfTarget, timeline: Timeline): Problem[] {
  return OPERATIONS.filter(({ credential }) => credential !== undefined).flatMap((operation) => {
    const exchange = exchangeOf(operation, timeline);
    if (exchange === undefined) return turnedAwayAt(operation, timeline) ?? [];
    const refused = isRefused(exchange) || wantsCertificate(exchange);
    return refused ? (troubleOf(target, operation, exchange) ?? []) : [];
  });
}

function exchangeOf({ method, path }: Operation, timeline: Timeline): ExchangeEntry | undefined {
  return timeline
    .filter((entry) => entry.kind === 'exchange')
    .findLast(
      ({ side, request }) =>
        side === 'client' && request.method === method && path.test(request.target.split('?', 1)[0] ?? ''),
    );
}

function seenIn({ method }: Operation, exchange: ExchangeEntry): string {
  return `${method} ${exchange.request.target.split('?', 1)[0]} → ${classify(exchange).seen}`;
}

/** A server that demands a client certificate of somebody who has none yet, in the handshake. */
function turnedAwayAt({ name, credential }: Operation, timeline: Timeline): Problem | undefined {
  if (credential === undefined) return undefined;
  const failed = timeline
    .filter((entry) => entry.kind === 'connect-failed')
    .find(
      ({ label, failure }) => label.endsWith(credential.label) && CERTIFICATE_ALERTS.test(failure.alert?.name ?? ''),
    );
  if (failed === undefined) return undefined;
  return {
    field: 'identity.client',
    message: `${name} wants a client certificate (${failed.failure.message}); name one that it takes`,
  };
}

/** What to do about an operation that did not succeed. */
function troubleOf(target: CcfTarget, operation: Operation, exchange: ExchangeEntry): Problem | undefined {
  if (classify(exchange).outcome === 'accepted') return undefined;
  const seen = seenIn(operation, exchange);
  const { credential } = operation;
  if (wantsCertificate(exchange) && credential !== undefined) {
    const message = `${operation.name} wants a client certificate (${seen}); name one that it takes`;
    return { field: 'identity.client', message };
  }
  if (isRefused(exchange) && credential !== undefined) {
    const { field, what } =
      target.dialect === 'ts29222' ? credential : { field: 'identity.provider', what: 'the token' };
    return { field, message: `${operation.name} was refused (${seen}); correct ${what}` };
  }
  if (exchange.response?.status === 404 || exchange.response?.status === 405) {
    const message = `${operation.name} is not there (${seen}); name the apiRoot below which TS 29.222 has it, or enable it`;
    return { field: credential === undefined ? 'endpoints.capif' : fieldOfOnboarding(target), message };
  }
  return { field: 'endpoints.capif', message: `${operation.name} failed (${seen}); look into the CCF's own log` };
}

function fieldOfOnboarding({ endpoints: { capif, onboarding } }: CcfTarget): string {
  return capif === onboarding ? 'endpoints.capif' : 'endpoints.onboarding';
}

function isRefused({ response }: ExchangeEntry): boolean {
  return response?.status === 401 || response?.status === 403;
}

/** A server may say so only after the handshake, when the request is on its way; in TLS 1.3 it cannot do otherwise. */
function wantsCertificate({ failure }: ExchangeEntry): boolean {
  return CERTIFICATE_ALERTS.test(failure?.alert?.name ?? '');
}

/** Why an operation was not tried. A connection that did not come about is told here, and an answer that was wrong at its own operation. */
function untried(timeline: Timeline): string {
  const wrong = timeline.find((entry) => entry.kind === 'action' && !entry.ok && entry.facts.failure !== undefined);
  return `not tried, since something before it failed${wrong?.kind === 'action' ? `: ${wrong.detail}` : ''}`;
}
