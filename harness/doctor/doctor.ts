/** Examines a target before anything is judged: can the harness work with it, and where not, what is to be changed? */
import type { HookEntry, Timeline } from '../evidence/timeline.ts';
import { openTarget } from '../surroundings/open.ts';
import { NotUnderWay } from '../surroundings/surroundings.ts';
import type { AefTarget, CcfTarget, InvokerTarget, Target } from '../target/target.ts';
import { examineCallback } from './callback.ts';
import { examineEndpoint } from './endpoint.ts';
import { type Finding, ok, problem, skipped, warning } from './finding.ts';
import { operationFindings } from './operations.ts';
import { endpointsOf } from './reach.ts';
import { type Rehearsal, rehearse } from './rehearsal.ts';
import { storageFindings } from './storage.ts';

/** Everything that was found out, in the order in which it was looked at. Never throws for what the target does. */
export async function examine(target: Target): Promise<Finding[]> {
  switch (target.role) {
    case 'reference':
      return [ok('built-in nodes', 'there is nothing to reach: they are part of the harness')];
    case 'ccf':
      return await examineCcf(target);
    case 'aef':
    case 'invoker':
      return await examineLed(target);
  }
}

async function examineCcf(target: CcfTarget): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const endpoint of endpointsOf(target)) findings.push(...(await examineEndpoint(target, endpoint)));
  const callback = await examineCallback(target);
  findings.push(callback);
  if (findings.some(({ status }) => status === 'problem')) {
    findings.push(skipped('operations', 'not tried before the problems above are mended'));
    return findings;
  }
  const rehearsed = await onceWith(target, (underTest) => rehearse(target, underTest));
  findings.push(...operationFindings(target, rehearsed.timeline), notification(target, rehearsed, callback));
  return [...findings, ...storageFindings(target), ...left(rehearsed)];
}

/** The only true proof that the target reaches our nodes: that it did. */
function notification({ listen, timing }: CcfTarget, { notified }: Rehearsal, callback: Finding): Finding {
  const check = 'notification';
  if (notified === undefined) return skipped(check, 'there was no offboarding to be told of, or no subscription');
  if (notified) return ok(check, `it reached our AEF at ${listen.advertise}`);
  const within = `no notification reached our AEF at ${listen.advertise} within ${timing.notification} ms`;
  const route =
    callback.status === 'ok'
      ? 'see that the CCF can reach that address, and that it notifies at all'
      : 'name an address by which the CCF reaches this machine';
  return problem(check, { field: 'listen.advertise', message: `${within}; ${route}` });
}

/** An AEF or API invoker: what it can be seen to do, it does by its hooks. */
async function examineLed(target: AefTarget | InvokerTarget): Promise<Finding[]> {
  const callback = await examineCallback(target);
  if (callback.status === 'problem') return [callback];
  try {
    const rehearsed = await onceWith(target, (underTest) => rehearse(target, underTest));
    const acted = actionFindings(target, rehearsed.timeline);
    return [callback, ...untold(target), ...acted, ...storageFindings(target), ...left(rehearsed)];
  } catch (error) {
    if (!(error instanceof NotUnderWay)) throw error;
    // `file hooks.start: what went wrong`, as a run would say it.
    const [, field = 'hooks.start', message = error.message] = /^\S+ ([\w.]+): (.*)$/s.exec(error.message) ?? [];
    return [callback, problem('start', { field, message })];
  }
}

/** Hooks without which something can be judged by its storage alone, or not at all. */
function untold(target: AefTarget | InvokerTarget): Finding[] {
  if (target.role !== 'invoker') return [];
  return (['onboard', 'invoke'] as const)
    .filter((name) => target.hooks[name] === undefined)
    .map((name) =>
      warning(`hook ${name}`, `hooks.${name}`, 'there is none, so what depends on it cannot be told; add it'),
    );
}

/** The field of the target file that an action of a rehearsal rests on. */
const FIELDS: Readonly<Record<'aef' | 'invoker', Readonly<Record<string, string>>>> = {
  aef: { subscribe: 'endpoints.notificationDestination', notification: 'endpoints.notificationDestination' },
  invoker: { provide: 'hooks.onboard', invoke: 'hooks.invoke' },
};

/** What our nodes and the hooks did, each with how it went. */
function actionFindings({ role }: AefTarget | InvokerTarget, timeline: Timeline): Finding[] {
  return timeline.flatMap((entry): Finding[] => {
    if (entry.kind === 'hook') return [hookFinding(entry)];
    if (entry.kind !== 'action') return [];
    const { action, ok: went, detail } = entry;
    // A hook that failed has said so itself.
    if (!went && detail.startsWith('its hook failed')) return [];
    const field = FIELDS[role][action] ?? (role === 'aef' ? 'endpoints.serviceApi' : 'hooks.trigger');
    return [went ? ok(action, detail) : problem(action, { field, message: detail })];
  });
}

function hookFinding({ hook, ok: went, durationMs, detail }: HookEntry): Finding {
  const [first = ''] = detail.split('\n', 1);
  const check = `hook ${hook}`;
  return went ? ok(check, `${Math.round(durationMs)} ms`) : problem(check, { field: `hooks.${hook}`, message: first });
}

function left({ leftovers }: Rehearsal): Finding[] {
  return leftovers.map(({ what, why }) => warning('clean-up', undefined, `${what} is still there (${why}); remove it`));
}

async function onceWith<Result>(
  target: Target,
  act: (underTest: ReturnType<typeof openTarget>) => Promise<Result>,
): Promise<Result> {
  const underTest = openTarget(target);
  try {
    return await act(underTest);
  } finally {
    await underTest.close();
  }
}
