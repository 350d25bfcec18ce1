import type { HttpExchange } from '../wire/facts.ts';
import { succeeded } from './answers.ts';
import type { ApiInvoker } from './invoker.ts';

/**
 * Asks for an access token with the certificate alone, and only where the CCF doesn't take that with the onboarding secret too.
 * @returns the last exchange.
 * @throws as {@link ApiInvoker.requestToken}.
 */
export async function obtainToken(invoker: Pick<ApiInvoker, 'requestToken' | 'snapshot'>): Promise<HttpExchange> {
  const bare = await invoker.requestToken({ withSecret: false });
  const hasSecret = invoker.snapshot().onboardingSecret !== undefined;
  return succeeded(bare) || !hasSecret ? bare : await invoker.requestToken({ withSecret: true });
}
