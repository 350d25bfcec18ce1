/** A CCF in the test's own process: what a run asks of it, and leaves in it, can be looked at. */

import type { WrittenTarget } from '../../harness/target/schema.ts';
import { targetToYaml } from '../../harness/target/write.ts';
import { type Ccf, type CcfOptions, startCcf } from '../../simulators/ccf/ccf.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import type { Checkout } from './checkout.ts';

/** Such a CCF, and what was asked of it. */
export class Watched {
  readonly asked: HttpExchange[] = [];
  readonly #watchers = new Set<() => void>();
  #ccf: Ccf | undefined;

  async start(options: Omit<CcfOptions, 'observer'> = {}): Promise<Ccf> {
    this.#ccf = await startCcf({
      ...options,
      observer: (event) => {
        if (event.kind !== 'exchange' || event.side !== 'server') return;
        this.asked.push(event);
        for (const look of this.#watchers) look();
      },
    });
    return this.#ccf;
  }

  /** How many requests to this kind of resource succeeded. */
  succeeded(method: string, path: RegExp): number {
    return this.asked.filter(
      ({ request, response }) =>
        request.method === method && path.test(request.target) && (response?.status ?? 500) < 300,
    ).length;
  }

  /** Resolves when the condition holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** The target file of such a CCF, written into the checkout. */
export async function targetFile(checkout: Checkout, ccf: Ccf, own: Partial<WrittenTarget> = {}): Promise<string> {
  const { apiRoot, trust, onboardingCredential, registrationCredential } = ccf;
  const text = targetToYaml({
    name: 'watched CCF',
    role: 'ccf',
    endpoints: { capif: apiRoot },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    timing: { teardown: '1s', notification: '3s', deletion: '1s', quiet: '200ms' },
    ...own,
  });
  return await checkout.write('watched.yaml', text);
}
