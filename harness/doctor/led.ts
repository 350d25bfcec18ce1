/** An AEF or API invoker under test: what it can be seen to do, it does by its hooks. */
import type { ActionEntry, HookEntry, Timeline } from '../evidence/timeline.ts';
import type { UnderTest } from '../surroundings/open.ts';
import { NotUnderWay } from '../surroundings/surroundings.ts';
import type { AefTarget, InvokerTarget } from '../target/target.ts';
import { examineCallback } from './callback.ts';
import { examineEndpoint } from './endpoint.ts';
import { type Finding, leftoverFindings, ok, type Problem, problem, skipped, warning } from './finding.ts';
import { endpointsOfAef } from './reach.ts';
import { rehearse, wantedBy } from './rehearsal.ts';
import { examineStorage } from './storage.ts';

type Led = AefTarget | InvokerTarget;

/** Brings it up, looks at where it listens, and makes it act once. */
export async function examineLed(target: Led, underTest: UnderTest, signal?: AbortSignal): Promise<Finding[]> {
  const callback = await examineCallback(target);
  if (callback.status === 'problem') return [callback];
  try {
    const endpoints = await endpointFindings(target, underTest, signal);
    const before = [callback, ...untold(target), ...examineStorage(target), ...endpoints];
    if (signal?.aborted) return before;
    if (endpoints.some(({ status }) => status === 'problem')) {
      return [...before, skipped('actions', 'not tried before the problems above are mended')];
    }
    const { timeline, leftovers } = await rehearse(target, underTest, signal);
    const left = leftoverFindings(leftovers);
    return [...before, ...(signal?.aborted ? [] : actionFindings(target, timeline)), ...left];
  } catch (error) {
    if (!(error instanceof NotUnderWay)) throw error;
    // `file hooks.start: what went wrong`, as a run would say it.
    const [, field = 'hooks.start', message = error.message] = /^\S+ ([\w.]+): (.*)$/s.exec(error.message) ?? [];
    return [callback, problem('start', { field, message })];
  }
}

/** Where an AEF listens. What it claims of TLS is about its service API; an API invoker listens nowhere. */
async function endpointFindings(target: Led, underTest: UnderTest, signal?: AbortSignal): Promise<Finding[]> {
  if (target.role !== 'aef') return [];
  const surroundings = await underTest.get(wantedBy(target, 'doctor'));
  if (surroundings.role !== 'aef') return [];
  const findings: Finding[] = [];
  for (const endpoint of endpointsOfAef(target, surroundings.aef)) {
    if (signal?.aborted) break;
    findings.push(...(await examineEndpoint(endpoint)));
  }
  return target.claims.methods.some((method) => method !== 'psk') ? findings : findings.map(withoutCertificates);
}

/** Who knows TLS-PSK alone needs no certificate that anybody could verify. */
function withoutCertificates(finding: Finding): Finding {
  const { status, field = '', check, message } = finding;
  return status === 'problem' && field.startsWith('trust.') ? warning(check, field, message) : finding;
}

/** Hooks without which something can be judged by its storage alone, or not at all. */
function untold(target: Led): Finding[] {
  if (target.role !== 'invoker') return [];
  return (['onboard', 'invoke'] as const)
    .filter((name) => target.hooks[name] === undefined)
    .map((name) =>
      warning(`hook ${name}`, `hooks.${name}`, 'there is none, so what depends on it cannot be told; add it'),
    );
}

/** What an action of a rehearsal rests on: the field of the target file, and what to do where it failed. */
const RESTS_ON: Readonly<Record<Led['role'], Readonly<Record<string, { field: string; remedy: string }>>>> = {
  aef: {
    subscribe: {
      field: 'endpoints.notificationDestination',
      remedy: 'let it subscribe to API_INVOKER_OFFBOARDED at our CCF, or name where it takes notifications',
    },
    notification: {
      field: 'endpoints.notificationDestination',
      remedy: 'see that it listens there, and takes notifications with the certificate of our CCF',
    },
  },
  invoker: {
    provide: { field: 'hooks.onboard', remedy: 'see that the hook makes it onboard at the CCF that it is told of' },
    invoke: { field: 'hooks.invoke', remedy: 'see that the hook makes it call the service API that it is told of' },
  },
};

const OTHERWISE: Readonly<Record<Led['role'], { field: string; remedy: string }>> = {
  aef: {
    field: 'endpoints.serviceApi',
    remedy: 'see that it serves its API there, and asks our CCF for the security context of an API invoker that calls',
  },
  invoker: { field: 'hooks.trigger', remedy: 'see that the hook makes it send the Offboard API invoker request' },
};

/** What our nodes and the hooks did, each with how it went. Whatever comes after the first failure may have failed for it. */
export function actionFindings({ role, claims }: Led, timeline: Timeline): Finding[] {
  let failed = false;
  return timeline.flatMap((entry): Finding[] => {
    if (entry.kind !== 'hook' && entry.kind !== 'action') return [];
    // An AEF that needs no initiation may refuse it: the call that follows shows whether it did.
    if (entry.kind === 'action' && entry.action === 'initiate-authentication' && !entry.ok) return [];
    if (failed) return entry.ok ? [] : [skipped(nameOf(entry), 'not told apart from the problem above')];
    failed = !entry.ok;
    if (entry.kind === 'hook') return [hookFinding(entry)];
    return [
      entry.ok ? ok(entry.action, entry.detail) : problem(entry.action, actionProblem(role, entry, claims.methods)),
    ];
  });
}

function nameOf(entry: ActionEntry | HookEntry): string {
  return entry.kind === 'hook' ? `hook ${entry.hook}` : entry.action;
}

function actionProblem(role: Led['role'], { action, detail }: ActionEntry, methods: readonly string[]): Problem {
  const { field, remedy } = RESTS_ON[role][action] ?? OTHERWISE[role];
  const claimed = role === 'aef' && action === 'invoke' ? ` (claims.methods: ${methods.join(', ')})` : '';
  return { field, message: `${detail}; ${remedy}${claimed}` };
}

function hookFinding({ hook, ok: went, durationMs, detail }: HookEntry): Finding {
  const [first = ''] = detail.split('\n', 1);
  const check = `hook ${hook}`;
  return went ? ok(check, `${Math.round(durationMs)} ms`) : problem(check, { field: `hooks.${hook}`, message: first });
}
