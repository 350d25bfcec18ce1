/** Before anything is played: can the target be reached at all? One unreachable target is one sentence, not sixty failures. */
import type { Failure } from '../../simulators/wire/facts.ts';
import { seekAdmission } from '../doctor/admission.ts';
import { cannotListen } from '../doctor/callback.ts';
import { lineOf } from '../doctor/finding.ts';
import { admissionTroubles } from '../doctor/operations.ts';
import { endpointsOf, endpointsOfAef, reach } from '../doctor/reach.ts';
import { tryCredentials, wantedBy } from '../doctor/rehearsal.ts';
import { openTarget } from '../surroundings/open.ts';
import { type AefUnderTest, NotUnderWay } from '../surroundings/surroundings.ts';
import type { AefTarget, CcfTarget, InvokerTarget, Target } from '../target/target.ts';

type Tell = (line: string) => void;

/**
 * One sentence for each thing that is wrong, naming the field of the target file to change; empty when the run can begin.
 *
 * @param tell - Told, a line each, what of its own it could not take away from the target again.
 * @param signal - Ends it when it aborts; what it made is put away.
 */
export async function preflight(target: Target, tell: Tell = () => {}, signal?: AbortSignal): Promise<string[]> {
  if (target.role === 'reference') return [];
  const deaf = await cannotListen(target);
  if (deaf !== undefined) return [lineOf(target.file, deaf)];
  if (target.role !== 'ccf') return await rehearse(target);
  const reached = await Promise.all(endpointsOf(target).map((endpoint) => reach(endpoint)));
  await Promise.all(reached.map((one) => 'session' in one && one.session.close()));
  const unreachable = reached.flatMap((one) => ('problem' in one ? lineOf(target.file, one.problem) : []));
  if (unreachable.length > 0) return unreachable;
  const outside = await seekAdmission(target);
  if (signal?.aborted) return [];
  return outside === undefined ? await showCredentials(target, tell, signal) : [lineOf(target.file, outside)];
}

/** Where one API invoker or one provider domain cannot be enrolled, none can: told once. */
async function showCredentials(target: CcfTarget, tell: Tell, signal?: AbortSignal): Promise<string[]> {
  const underTest = openTarget(target);
  const { timeline, leftovers } = await tryCredentials(target, underTest, signal);
  await underTest.close();
  for (const { what, why } of leftovers) tell(`Left at the target: ${what} (${why})`);
  return admissionTroubles(target, timeline).map((trouble) => lineOf(target.file, trouble));
}

/**
 * An AEF is started once, and an API invoker made to onboard once, at a CCF of ours: what fails here would fail in every scenario. The
 * hooks that end it are run too, so that the run proper begins afresh.
 */
async function rehearse(target: AefTarget | InvokerTarget): Promise<string[]> {
  const underTest = openTarget(target);
  try {
    const surroundings = await underTest.get(wantedBy(target, 'preflight'));
    if (target.role === 'aef' && surroundings.role === 'aef') return await unreachable(target, surroundings.aef);
    if (surroundings.role !== 'invoker' || !surroundings.invoker.can('onboard')) return [];
    const { ok, detail } = await surroundings.invoker.run('onboard', {});
    return ok ? [] : [`${target.file} hooks.onboard: ${detail.split('\n', 1)[0]}`];
  } catch (error) {
    if (error instanceof NotUnderWay) return [error.message];
    throw error;
  } finally {
    await underTest.close();
  }
}

/** What an AEF's verdicts rest on: that somebody is at the addresses by which it made itself known. */
async function unreachable(target: AefTarget, aef: AefUnderTest): Promise<string[]> {
  const lines: string[] = [];
  for (const endpoint of endpointsOfAef(target, aef)) {
    const reached = await reach(endpoint);
    if ('session' in reached) await reached.session.close();
    if ('problem' in reached && NOBODY_THERE.has(reached.cause)) lines.push(lineOf(target.file, reached.problem));
  }
  return lines;
}

/** Anything else may be right for what the AEF claims: one that knows TLS-PSK alone has no certificate to be verified by. */
const NOBODY_THERE: ReadonlySet<Failure['cause']> = new Set(['unresolved', 'connection-refused', 'timeout', 'not-tls']);
