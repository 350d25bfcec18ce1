/** Faults of step 8: what stays, what comes back, and what goes that had to stay. */
import { admittedAs } from './callers.ts';
import { admitting, both, type Change, type Deviation, instead, without } from './deviation.ts';
import { deletingEverybody, neverAskingAgain } from './others.ts';
import { refetchingAfter } from './refetching.ts';
import { copyOf, type TrustedInvoker } from './trust-store.ts';

export const DELETION_FAULTS = {
  'keeps-aefpsk': {
    describe: 'Keeps the AEFPSK: TLS-PSK with it still opens, and is served.',
    change: keeping('aefPsk'),
  },
  'keeps-trust': {
    describe: "Keeps what validates the API invoker's certificate, which is still served.",
    change: keeping('root'),
  },
  'keeps-token': {
    describe: "Keeps what verifies the API invoker's access token, which is still served.",
    change: keeping('tokens'),
  },
  'keeps-nothing-but-resumption': {
    describe: 'A TLS session of the offboarded API invoker can be resumed, and is then served.',
    change: both(
      without('resumption'),
      admitting((node, connection) => {
        const holder = connection.facts?.resumed ? node.callers.holderOfSession(connection) : undefined;
        return holder !== undefined && node.trust.wasDeleted(holder) ? admittedAs(holder, connection) : undefined;
      }),
    ),
  },
  'resumes-then-refuses': {
    describe: 'A TLS session of the offboarded API invoker can be resumed, though nothing is served on it.',
    change: without('resumption'),
  },
  refetches: {
    describe: 'Asks the CCF again at the second call after the deletion, and lets the caller in from a stale cache.',
    change: refetchingAfter(1),
  },
  'refetches-late': {
    describe: 'As refetches, but at the third call.',
    change: refetchingAfter(2),
  },
  'forgets-everybody': {
    describe: 'Deletes the security information of all API invokers, and never asks the CCF about them again.',
    change: both(
      neverAskingAgain,
      instead('delete', (offboarding, usual) => {
        // Only somebody who was trusted: what an unknown name does is another fault's.
        if (offboarding.node.trust.get(offboarding.apiInvokerId) !== undefined) deletingEverybody(offboarding);
        return usual(offboarding);
      }),
    ),
  },
} satisfies Record<string, Deviation>;

/** Everything is deleted but this. */
function keeping(member: 'aefPsk' | 'root' | 'tokens'): Change {
  return instead('delete', async (offboarding, usual) => {
    const { node, apiInvokerId } = offboarding;
    // A copy, for deleting overwrites keys.
    const held = copyOf(node.trust.get(apiInvokerId) ?? { apiInvokerId });
    await usual(offboarding);
    if (held[member] === undefined) return;
    const kept: TrustedInvoker = { apiInvokerId, [member]: held[member] };
    node.trust.settle(node.trust.ticket(apiInvokerId), kept);
  });
}
