/** What faults do to API invokers that the notification does not name. */
import { access, type Change } from './deviation.ts';
import type { Offboarding } from './offboarding.ts';

/** Deletes the security information of everybody who is trusted. */
export function deletingEverybody({ node: { trust } }: Offboarding): void {
  for (const { apiInvokerId } of trust.all()) trust.delete(apiInvokerId);
}

/** Whoever was deleted stays out: otherwise the CCF, which still vouches for the others, would heal the harm at their next call. */
export const neverAskingAgain: Change = (behaviour) => {
  const { lookUp } = behaviour.access;
  return access({
    lookUp: async (node, apiInvokerId) =>
      node.trust.wasDeleted(apiInvokerId) ? undefined : lookUp(node, apiInvokerId),
  })(behaviour);
};
