/** Faults of steps 0 to 2, and of what an answer means: whom the invoker talks to, and what it asks how often. */
import { monotonicNow } from '../wire/clock.ts';
import { WireError } from '../wire/facts.ts';
import { nextExchange } from '../wire/names.ts';
import { succeeded } from './answers.ts';
import { onSession } from './capif-1e.ts';
import { after, type Deviation, having, instead, tls } from './deviation.ts';
import type { Offboarding } from './offboarding.ts';

export const REQUEST_FAULTS = {
  'trusts-impostor-ccf': {
    describe: 'Does not verify whose certificate the CCF shows.',
    change: tls({ verifiesCcf: [] }),
  },
  'verifies-ccf-at-onboarding-alone': {
    describe: 'Verifies whose certificate the CCF shows when it onboards, and never again.',
    change: tls({ verifiesCcf: ['before onboarding'] }),
  },
  'never-requests': {
    describe: 'Takes no notice of the trigger: no request is sent.',
    change: instead('request', (offboarding) => {
      offboarding.exchange = unsent(offboarding);
    }),
  },
  'requests-foreign-id': {
    describe: 'Asks to offboard another identity than its own.',
    change: after('trigger', (offboarding) => {
      offboarding.resource = `${offboarding.resource}0`;
    }),
  },
  'retries-after-success': {
    describe: 'Sends the offboarding request three times, though the first was answered with success.',
    change: after('request', async (offboarding) => {
      if (offboarding.exchange === undefined || !succeeded(offboarding.exchange)) return;
      for (const _ of ['second', 'third']) await requestAgain(offboarding);
    }),
  },
  'forgets-on-failure': {
    describe: 'Forgets everything whatever the answer to the request is, refusals and answers cut off included.',
    change: having({ takesAsSuccess: () => true }),
  },
} satisfies Record<string, Deviation>;

/** What is told of a request that never went out. No observer hears of it, since nothing crossed the wire. */
function unsent({ resource, session }: Offboarding): NonNullable<Offboarding['exchange']> {
  const at = monotonicNow();
  return {
    kind: 'exchange',
    exchange: nextExchange(),
    connection: session.connection,
    side: 'client',
    request: { method: 'DELETE', target: resource, headers: {}, body: '' },
    failure: { cause: 'other', message: 'the API invoker did not send the offboarding request' },
    requestAt: at,
    at,
  };
}

/** On a session of its own, for the CCF has ended the first one or is about to; it may refuse the handshake as well. */
async function requestAgain({ node, resource }: Offboarding): Promise<void> {
  try {
    await onSession(node, undefined, { method: 'DELETE', path: resource });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
}
