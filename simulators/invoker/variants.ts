/** Every freedom of the specification that the reference API invoker can use. All are compliant: no check may fail any of them. */
import { succeeded } from './answers.ts';
import type { LastResort } from './behaviour.ts';
import { requestToken } from './capif-1e.ts';
import { after, type Deviation, resorting, sessions } from './deviation.ts';
import { onboard } from './onboarding.ts';
import { secureWith } from './security-context.ts';
import { invoke } from './service-api.ts';

/** As somebody new: every credential is established afresh. Ends early with the exchange that did not succeed. */
const onboardAnew: LastResort = async (node, method, api) => {
  if (node.state.held.identity !== undefined) return undefined;
  const onboarded = await onboard(node);
  if (!succeeded(onboarded)) return onboarded;
  const secured = await secureWith(node, method, [api]);
  if (!succeeded(secured)) return secured;
  if (method === 'OAUTH') {
    const token = await requestToken(node, { withSecret: node.state.held.onboardingSecret !== undefined });
    if (!succeeded(token)) return token;
  }
  return await invoke(node, method, api);
};

export const INVOKER_VARIANTS = {
  'waits-for-teardown': {
    describe: 'After a successful offboarding it leaves the end of the TLS session to the CCF.',
    change: (behaviour) => behaviour,
  },
  'closes-itself': {
    describe: 'Ends the TLS session itself, right after the answer.',
    change: after('request', async ({ session, exchange }) => {
      if (exchange !== undefined && succeeded(exchange)) await session.close();
    }),
  },
  're-onboards': {
    describe: 'Asked to act again after offboarding, it onboards anew, with fresh keys.',
    change: resorting(onboardAnew),
  },
  http2: { describe: 'Prefers HTTP/2.', change: sessions({ alpn: ['h2', 'http/1.1'] }) },
  'tls-1.2-only': {
    describe: 'Speaks TLS 1.2 only.',
    change: sessions({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  },
  'tls-1.3-only': {
    describe: 'Speaks TLS 1.3 only, and so derives no AEFPSK.',
    change: sessions({ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }),
  },
} satisfies Record<string, Deviation>;

export type InvokerVariant = keyof typeof INVOKER_VARIANTS;
