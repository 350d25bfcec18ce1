/** Whether the service of the dialect's own that lets nodes in does so, asked once: a wrong password would fail everywhere. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { NotAdmitted } from '../../simulators/dialects/dialect.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import type { CcfTarget } from '../target/target.ts';
import type { Problem } from './finding.ts';
import { problemOf } from './reach.ts';

/** Whether there is such a service, and our nodes are to ask it themselves. */
export function asksForAdmission({ dialect, hooks }: CcfTarget): boolean {
  return DIALECTS[dialect].provision.credential === 'obtained' && hooks.onboard === undefined;
}

/** Asks for admission and makes no use of it. @returns what kept our nodes out, or undefined. */
export async function seekAdmission(target: CcfTarget): Promise<Problem | undefined> {
  if (!asksForAdmission(target)) return undefined;
  const { provider } = target.identity;
  const { ca, verify } = target.trust;
  const via = { label: 'preflight', trust: ca, verify, timeoutMs: target.timing.answer };
  try {
    await DIALECTS[target.dialect].provision.admit({ credential: undefined, provider, via });
    return undefined;
  } catch (error) {
    if (error instanceof NotAdmitted) return { field: 'identity.provider', message: error.message };
    if (!(error instanceof WireError)) throw error;
    return whyNot(error, provider.register ?? '');
  }
}

function whyNot({ failure, message }: WireError, register: string): Problem {
  const field = 'identity.provider.register';
  const { host, port } = parseApiRoot(register);
  const known = problemOf(failure, { field, address: `${host}:${port}`, name: host, what: 'the register service' });
  return known ?? { field, message: `no TLS session with ${host}:${port}: ${message}; check host and port` };
}
