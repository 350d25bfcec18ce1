/** An AEF with a cache before the CCF that knows nothing of offboarding: the second call after the deletion finds it. */
import { pskIdentityOf } from './callers.ts';
import { access, both, type Change, instead } from './deviation.ts';
import type { AefNode } from './node.ts';
import { readTrustedInvoker } from './pull.ts';
import { copyOf, type TrustedInvoker } from './trust-store.ts';

/** The change. As many calls are refused as they must be; from the next on the caller is trusted again. */
export const refetchingAfter =
  (refusals: number): Change =>
  (behaviour) => {
    const cache = new Map<string, TrustedInvoker>();
    const asked = new Map<string, number>();
    const { lookUp, pskKey } = behaviour.access;

    /** Takes the cached entry up after so many times; the CCF is asked each time, and what it answers ignored. */
    async function refetch(node: AefNode, cached: TrustedInvoker): Promise<void> {
      const { apiInvokerId } = cached;
      const before = asked.get(apiInvokerId) ?? 0;
      if (before >= refusals) node.trust.settle(node.trust.ticket(apiInvokerId), copyOf(cached));
      asked.set(apiInvokerId, before + 1);
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
