/** Faults of step 10: how the notification is answered, and what one that is repeated or about nobody known does. */
import { problem } from '../capif/problem.ts';
import { both, type Deviation, first, instead, late } from './deviation.ts';
import { type Offboarding, offboard } from './offboarding.ts';
import { deletingEverybody, neverAskingAgain } from './others.ts';

export const ACKNOWLEDGEMENT_FAULTS = {
  'acknowledges-200': {
    describe: 'Acknowledges with 200.',
    change: instead('acknowledge', () => new Response(null, { status: 200 })),
  },
  'acknowledges-202': {
    describe: 'Acknowledges with 202.',
    change: instead('acknowledge', () => new Response(null, { status: 202 })),
  },
  'refuses-to-acknowledge': {
    describe: 'Does everything, and then answers 500.',
    change: instead('acknowledge', () => problem(500, 'the AEF does not acknowledge what it has done')),
  },
  'acknowledges-first': {
    describe: 'Acknowledges at once; deletes and ends the connections 400 ms later.',
    change: late(400, 'delete', 'resumption', 'tear-down'),
  },
  'refuses-duplicates': {
    describe: 'Answers a repeated notification with 409.',
    change: first((offboarding) =>
      isRepeated(offboarding) ? problem(409, 'the offboarding of this API invoker is known already') : undefined,
    ),
  },
  'duplicate-deletes-bystander': {
    describe: 'A repeated notification offboards somebody else: whom the AEF came to know last.',
    change: both(
      neverAskingAgain,
      first(async (offboarding, usual) => {
        const bystander = isRepeated(offboarding) ? offboarding.node.trust.all().at(-1) : undefined;
        if (bystander) await offboard({ ...offboarding, apiInvokerId: bystander.apiInvokerId }, usual);
      }),
    ),
  },
  'unknown-invoker-500': {
    describe: 'Answers 500 to a notification about an API invoker that it never knew.',
    change: first((offboarding) =>
      isUnknown(offboarding) ? problem(500, 'the API invoker is not known here') : undefined,
    ),
  },
  'unknown-invoker-deletes-everybody': {
    describe: 'A notification about an API invoker that it never knew deletes the security information of all.',
    change: both(
      neverAskingAgain,
      first((offboarding) => (isUnknown(offboarding) ? deletingEverybody(offboarding) : undefined)),
    ),
  },
} satisfies Record<string, Deviation>;

function isRepeated({ node, apiInvokerId }: Offboarding): boolean {
  return node.trust.wasDeleted(apiInvokerId);
}

function isUnknown({ node, apiInvokerId }: Offboarding): boolean {
  return node.trust.get(apiInvokerId) === undefined && !node.trust.wasDeleted(apiInvokerId);
}
