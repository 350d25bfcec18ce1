/** An AEF with a cache before the CCF that knows nothing of offboarding: the second call after the deletion finds it. */
import { pskIdentityOf } from './callers.ts';
import { access, both, type Change, instead } from './deviation.ts';
import type { AefNode } from './node.ts';
import { readTrustedInvoker } from './pull.ts';
import { copyOf, type TrustedInvoker } from './trust-store.ts';

/** The change. The first call is refused, as it must be; from the second on the caller is trusted again. */
export const refetching: Change = (behaviour) => {
  const cache = new Map<string, TrustedInvoker>();
  const asked = new Set<string>();
  const { lookUp, pskKey } = behaviour.access;

  /** Takes the cached entry up from the second time on; the CCF is asked each time, and what it answers ignored. */
  async function refetch(node: AefNode, cached: TrustedInvoker): Promise<void> {
    const { apiInvokerId } = cached;
    if (asked.has(apiInvokerId)) node.trust.settle(node.trust.ticket(apiInvokerId), copyOf(cached));
    asked.add(apiInvokerId);
    await readTrustedInvoker(node, apiInvokerId, { authenticationInfo: true, authorizationInfo: true });
  }

  return both(
    instead('delete', ({ node, apiInvokerId, ...rest }, usual) => {
      const held = node.trust.get(apiInvokerId);
      if (held !== undefined) cache.set(apiInvokerId, copyOf(held));
      return usual({ node, apiInvokerId, ...rest });
    }),
    access({
      async lookUp(node, apiInvokerId) {
        const cached = cache.get(apiInvokerId);
        if (cached === undefined) await lookUp(node, apiInvokerId);
        else await refetch(node, cached);
      },
      pskKey(node, identity) {
        const known = pskKey(node, identity);
        const cached = [...cache.values()].find(({ apiInvokerId }) => pskIdentityOf(node, apiInvokerId) === identity);
        if (known !== undefined || cached === undefined) return known;
        // The handshake can't wait, and a CCF that can't be reached is nothing to it.
        refetch(node, cached).catch(() => {});
        return pskKey(node, identity);
      },
    }),
  )(behaviour);
};
