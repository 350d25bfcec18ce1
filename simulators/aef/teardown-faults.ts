/** Faults of step 9: how the TLS connections with the API invoker end. */
import { delay } from '../wire/clock.ts';
import type { ServerConnection } from '../wire/types.ts';
import { admittedAs } from './callers.ts';
import { admitting, after, both, type Change, type Deviation, instead, tls, without } from './deviation.ts';
import { connectionsOf, endAll } from './offboarding.ts';

const LATE_MS = 200;
const RESET_LEAD_MS = 20;

export const TEARDOWN_FAULTS = {
  'keeps-connection-open': {
    describe: 'Leaves the connections of the API invoker open.',
    change: without('tear-down'),
  },
  'closes-only-when-idle': {
    describe: 'Leaves the connections of the API invoker open, but ends any connection that is idle for 600 ms.',
    change: both(without('tear-down'), tls({ idleMs: 600 })),
  },
  'ends-with-bare-fin': {
    describe: 'Ends TCP without a close_notify.',
    change: endingBy((connection) => connection.fin()),
  },
  'ends-with-rst': {
    describe: 'Resets the connections.',
    change: both(
      endingBy((connection) => connection.reset()),
      // Unlike an orderly end a reset is not answered, so only time lets the invoker notice it before the CCF is answered.
      after('tear-down', () => delay(RESET_LEAD_MS)),
    ),
  },
  'tears-down-one-connection': {
    describe: 'Ends the oldest connection of the API invoker alone, and serves it on the others that were open.',
    change: leavingConnections,
  },
  'drops-everybody': {
    describe: 'Ends the connections of all API invokers.',
    change: instead('tear-down', (offboarding) => endAll(offboarding, offboarding.serviceApi.connections())),
  },
  'tears-down-late': {
    describe: 'Deletes before the acknowledgement, but ends the connections 200 ms after it.',
    change: instead('tear-down', (offboarding) => {
      // Those that were open, and not what is opened meanwhile to find out whether the deletion is in effect.
      const open = connectionsOf(offboarding);
      offboarding.notifier.afterAnswer(async () => {
        await delay(LATE_MS);
        await endAll(offboarding, open);
      });
    }),
  },
} satisfies Record<string, Deviation>;

function endingBy(end: (connection: ServerConnection) => void): Change {
  return instead('tear-down', (offboarding) => endAll(offboarding, connectionsOf(offboarding), end));
}

function leavingConnections(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  const left = new Set<string>();
  return both(
    instead('tear-down', (offboarding) => {
      const [oldest, ...others] = connectionsOf(offboarding);
      for (const { connection } of others) left.add(connection);
      return oldest && endAll(offboarding, [oldest]);
    }),
    admitting((node, connection) => {
      const invoker = left.has(connection.connection) ? node.callers.invokerOn(connection) : undefined;
      return invoker === undefined ? undefined : admittedAs(invoker, connection);
    }),
  )(behaviour);
}
