/** The operations that a CCF under test must offer, and how each fared in a recording. */
import type { Entry, ExchangeEntry, Timeline } from '../evidence/timeline.ts';
import type { CcfTarget } from '../target/target.ts';
import { type Finding, ok, type Problem, problem, skipped, spoiling, warning } from './finding.ts';
import { seenIn, type Trouble, troubleOf, turnedAwayAt } from './trouble.ts';

export interface Operation {
  readonly name: string;
  readonly method: string;
  /** The end of its path, without the query. */
  readonly path: RegExp;
  /** For what our nodes need a credential: the field of the target file, what it holds, and how their connections are called. */
  readonly credential?: { readonly field: string; readonly what: string; readonly label: string };
  /** The operation without whose success this one cannot be expected to succeed. */
  readonly restsOn?: string;
  /** Whether the body of a success is one; for what no action would miss. */
  readonly answers?: (body: string) => boolean;
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
  {
    name: 'discovery',
    method: 'GET',
    path: /\/allServiceAPIs$/,
    // Where nothing is published there may be nothing to find, and 404 may say so.
    restsOn: 'publication of a service API',
    answers: isJsonOrNothing,
  },
  {
    name: 'security context',
    method: 'PUT',
    path: /\/trustedInvokers\/[^/]+$/,
    restsOn: 'publication of a service API',
    answers: isJsonOrNothing,
  },
  {
    name: 'access token',
    method: 'POST',
    path: /\/securities\/[^/]+\/token$/,
    restsOn: 'security context',
    answers: (body) => typeof member(body, 'access_token') === 'string',
  },
  {
    name: 'security context, as the AEF reads it',
    method: 'GET',
    path: /\/trustedInvokers\/[^/]+$/,
    restsOn: 'security context',
    answers: isJsonOrNothing,
  },
  { name: 'offboarding', method: 'DELETE', path: /\/onboardedInvokers\/[^/]+$/ },
];

/** How each operation was answered. Of several attempts the last counts; one cause is told once. */
export function operationFindings(target: CcfTarget, timeline: Timeline): Finding[] {
  const hooks = hookTroubles(target, timeline);
  const asked = OPERATIONS.filter(({ name }) => name !== 'access token' || target.claims.methods.includes('oauth'));
  const told = new Set<string>();
  const failed: string[] = [];
  const findings = asked.map((operation): Finding => {
    const { name, restsOn = '' } = operation;
    const exchange = exchangeOf(operation, timeline);
    const trouble = troubleIn(target, operation, timeline);
    if (trouble === undefined && exchange !== undefined) return ok(name, seenIn(operation, exchange));
    if (trouble === undefined) {
      const byHook = operation.credential !== undefined && target.hooks.onboard !== undefined;
      return skipped(name, byHook && hooks.length === 0 ? 'done by hooks.onboard' : untried(timeline, failed[0]));
    }
    failed.push(name);
    if (exchange !== undefined && failed.includes(restsOn)) {
      return skipped(name, `it rests on the ${restsOn}, which failed: ${seenIn(operation, exchange)}`);
    }
    const known = told.has(keyOf(trouble));
    told.add(keyOf(trouble));
    if (known) return skipped(name, `the same as above: ${trouble.message}`);
    return operation.credential === undefined ? spoiling(name, trouble) : problem(name, trouble);
  });
  const all = [...hooks.map((one) => problem('hook onboard', one)), ...findings];
  const more = [...all, ...unexplained(all, timeline)];
  return [...more, ...(more.some(({ status }) => status === 'problem') ? [] : notServed(timeline))];
}

/** Every operation is there, and what they are for does not come about: then little can be proved by its no longer coming about. */
function notServed(timeline: Timeline): Finding[] {
  const failed = timeline
    .filter((entry) => entry.kind === 'action')
    .find(({ action, ok: went }) => action === 'invoke' && !went);
  if (failed === undefined) return [];
  const message = `our AEF did not serve our API invoker (${failed.detail}), so that its being refused later proves nothing; compare the claims`;
  return [warning('service API', 'claims.methods', message)];
}

/** What is wrong with onboarding and registration, without which no scenario can begin; each cause once. */
export function admissionTroubles(target: CcfTarget, timeline: Timeline): Problem[] {
  const credited = OPERATIONS.filter(({ credential }) => credential !== undefined);
  const troubles = credited.flatMap((operation) => troubleIn(target, operation, timeline) ?? []);
  const keys = troubles.map(keyOf);
  return [...hookTroubles(target, timeline), ...troubles.filter((one, index) => keys.indexOf(keyOf(one)) === index)];
}

function keyOf({ field, cause }: Trouble): string {
  return `${field} ${cause}`;
}

function troubleIn(target: CcfTarget, operation: Operation, timeline: Timeline): Trouble | undefined {
  const exchange = exchangeOf(operation, timeline);
  return exchange === undefined
    ? turnedAwayAt(target, operation, timeline)
    : troubleOf(target, operation, exchange, timeline);
}

/** The onboard hook failed, or gave nothing to go on with; of several failures the first. */
function hookTroubles({ hooks }: CcfTarget, timeline: Timeline): Problem[] {
  if (hooks.onboard === undefined) return [];
  const ran = timeline.filter((entry) => entry.kind === 'hook');
  const used = timeline.filter((entry) => entry.kind === 'action' && /^the onboard hook /.test(entry.detail));
  const detail = [...ran, ...used].map(failureIn).find((one) => one !== undefined);
  return detail === undefined ? [] : [{ field: 'hooks.onboard', message: detail.split('\n', 1)[0] ?? '' }];
}

function failureIn(entry: Entry): string | undefined {
  return (entry.kind === 'hook' || entry.kind === 'action') && !entry.ok ? entry.detail : undefined;
}

function exchangeOf({ method, path }: Operation, timeline: Timeline): ExchangeEntry | undefined {
  return timeline
    .filter((entry) => entry.kind === 'exchange')
    .findLast(
      ({ side, request }) =>
        side === 'client' && request.method === method && path.test(request.target.split('?', 1)[0] ?? ''),
    );
}

/** Why an operation was not tried: by the name of the one that failed, where one did, for that has its own line. */
function untried(timeline: Timeline, operation: string | undefined): string {
  const why = operation ?? firstFailed(timeline)?.detail;
  return `${UNTRIED}${why === undefined ? '' : `: ${why}`}`;
}

const UNTRIED = 'not tried, since something before it failed';

function firstFailed(timeline: Timeline) {
  return timeline.filter((entry) => entry.kind === 'action').find((entry) => !entry.ok);
}

/** Something could not be tried, and no operation says why: then what failed first does. A target is never ready by being silent. */
function unexplained(findings: readonly Finding[], timeline: Timeline): Finding[] {
  const untriedOnes = findings.filter(({ status, message }) => status === 'skipped' && message.startsWith(UNTRIED));
  if (untriedOnes.length === 0 || findings.some(({ status }) => status === 'problem')) return [];
  const first = firstFailed(timeline);
  if (first === undefined) return [];
  const names = untriedOnes.map(({ check }) => check).join(', ');
  const message = `${first.detail}, so that there was no way to try: ${names}; look into the CCF's own log`;
  return [problem(first.action, { field: 'endpoints.capif', message })];
}

function isJsonOrNothing(body: string): boolean {
  return body.trim() === '' || parsed(body) !== undefined;
}

function member(body: string, name: string): unknown {
  return Object.entries(parsed(body) ?? {}).find(([key]) => key === name)?.[1];
}

/** An object, or undefined. */
function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
