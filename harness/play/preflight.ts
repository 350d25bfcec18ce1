/** Before anything is played: can the target be reached at all? One unreachable target is one sentence, not sixty failures. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { NotAdmitted } from '../../simulators/dialects/dialect.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import { cannotListen } from '../doctor/callback.ts';
import { lineOf } from '../doctor/finding.ts';
import { refusedCredentials } from '../doctor/operations.ts';
import { endpointsOf, problemOf, reach } from '../doctor/reach.ts';
import { tryCredentials } from '../doctor/rehearsal.ts';
import { openTarget } from '../surroundings/open.ts';
import { NotUnderWay } from '../surroundings/surroundings.ts';
import type { AefTarget, CcfTarget, InvokerTarget, Target } from '../target/target.ts';

/**
 * One sentence for each thing that is wrong, naming the field of the target file to change; empty when the run can begin.
 *
 * @param tell - Told, a line each, what of its own it could not take away from the target again.
 */
export async function preflight(target: Target, tell: (line: string) => void = () => {}): Promise<string[]> {
  if (target.role === 'reference') return [];
  const deaf = await cannotListen(target);
  if (deaf !== undefined) return [lineOf(target.file, deaf)];
  if (target.role !== 'ccf') return await rehearse(target);
  const reached = await Promise.all(endpointsOf(target).map((endpoint) => reach(target, endpoint)));
  await Promise.all(reached.map((one) => 'session' in one && one.session.close()));
  const unreachable = reached.flatMap((one) => ('problem' in one ? lineOf(target.file, one.problem) : []));
  if (unreachable.length > 0) return unreachable;
  const refused = await seekAdmission(target);
  return refused.length > 0 ? refused : await showCredentials(target, tell);
}

/** What is refused to one API invoker and one provider domain would be refused to all: told once. */
async function showCredentials(target: CcfTarget, tell: (line: string) => void): Promise<string[]> {
  const underTest = openTarget(target);
  const { timeline, leftovers } = await tryCredentials(target, underTest);
  await underTest.close();
  for (const { what, why } of leftovers) tell(`Left at the target: ${what} (${why})`);
  const unprovisioned = timeline.filter((entry) => entry.kind === 'hook').filter(({ ok }) => !ok);
  const lines = [
    ...refusedCredentials(target, timeline).map((problem) => lineOf(target.file, problem)),
    ...unprovisioned.map(({ detail }) => `${target.file} hooks.onboard: ${detail.split('\n', 1)[0]}`),
  ];
  return [...new Set(lines)];
}

/** Where the dialect has a service of its own to ask for a token, that is asked once: a wrong password would fail everywhere. */
async function seekAdmission(target: CcfTarget): Promise<string[]> {
  const { credential, admit } = DIALECTS[target.dialect].provision;
  if (credential !== 'obtained' || target.hooks.onboard !== undefined) return [];
  const { provider } = target.identity;
  const via = {
    label: 'preflight',
    trust: target.trust.ca,
    verify: target.trust.verify,
    timeoutMs: target.timing.answer,
  };
  try {
    await admit({ credential: undefined, provider, via });
    return [];
  } catch (error) {
    if (error instanceof NotAdmitted) return [`${target.file} identity.provider: ${error.message}`];
    if (!(error instanceof WireError)) throw error;
    const { host, port } = parseApiRoot(provider.register ?? '');
    const problem = problemOf(error.failure, 'identity.provider.register', `${host}:${port}`, host);
    return [problem === undefined ? `${target.file} ${error.message}` : lineOf(target.file, problem)];
  }
}

/**
 * An AEF is started once, and an API invoker made to onboard once, at a CCF of ours: what fails here would fail in every scenario. The
 * hooks that end it are run too, so that the run proper begins afresh.
 */
async function rehearse(target: AefTarget | InvokerTarget): Promise<string[]> {
  const underTest = openTarget(target);
  const [method = 'oauth'] = target.claims.methods;
  const [tls = '1.2'] = target.claims.tls;
  try {
    const wanted = { scenario: 'preflight', underTest: target.role, method, tls, requires: {} } as const;
    const surroundings = await underTest.get(wanted);
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
