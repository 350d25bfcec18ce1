/** Faults of steps 4 and 6: how the answer is given and how the TLS session ends. */

import type { ServerConnection } from '../wire/types.ts';
import {
  access,
  admitting,
  both,
  type Change,
  type Deviation,
  instead,
  notifyingFirst,
  tls,
  without,
} from './deviation.ts';
import { partialAnswer } from './directions.ts';
import { identify } from './identity.ts';
import { json } from './messages.ts';

export const TEARDOWN_FAULTS = {
  'answers-200': {
    describe: 'Answers 200 with a JSON body.',
    change: instead('answer', ({ apiInvokerId }) => json(200, { apiInvokerId, offboarded: true })),
  },
  'answers-202': {
    describe: 'Answers 202.',
    change: instead('answer', () => new Response(null, { status: 202 })),
  },
  'stalls-answer': {
    describe: 'Begins to answer, never finishes, and leaves the TLS session open.',
    change: both(
      notifyingFirst,
      without('tear-down'),
      instead('answer', () => partialAnswer()),
    ),
  },
  'tears-down-before-answer-complete': {
    describe: 'Ends the TLS sessions of the API invoker in the middle of the answer.',
    change: both(
      notifyingFirst,
      without('tear-down'),
      instead('answer', (offboarding) =>
        partialAnswer(() => {
          for (const session of offboarding.sessions()) session.end();
        }),
      ),
    ),
  },
  'keeps-tls-open': {
    describe: 'Leaves the TLS sessions of the API invoker open.',
    change: without('tear-down'),
  },
  'tears-down-when-seen-again': {
    describe: 'Leaves the TLS sessions of the API invoker open until its old certificate is shown on another.',
    change: both(
      without('tear-down'),
      access({
        gate: (_request, connection, node) => {
          const identity = identify(node, connection);
          if (identity.known !== 'former') return undefined;
          const sessions = node.tls.sessionsOf([identity.revocation.fingerprint]);
          for (const session of sessions) if (session.connection !== connection.connection) session.end();
          return undefined;
        },
      }),
    ),
  },
  'closes-only-when-idle': {
    describe: 'Leaves the TLS sessions of the API invoker open, but ends any connection that is idle for 600 ms.',
    change: both(without('tear-down'), tls({ idleMs: 600 })),
  },
  'ends-with-bare-fin': {
    describe: 'Ends TCP without a close_notify.',
    change: endingBy((session) => session.fin()),
  },
  'ends-with-rst': {
    describe: 'Resets the connection.',
    change: endingBy((session) => session.reset()),
  },
  'resumption-served': {
    describe: 'A TLS session of the offboarded API invoker can be resumed, and discovery is then served.',
    change: both(
      without('resumption'),
      admitting(({ action, connection }) => action === 'discover' && connection.facts?.resumed === true),
    ),
  },
  'resumes-then-refuses': {
    describe: 'A TLS session of the offboarded API invoker can be resumed, though nothing is served on it.',
    change: without('resumption'),
  },
  'parallel-session-served': {
    describe: 'Tears down the session of the request alone, and serves discovery on the others that were open.',
    change: leavingParallelSessions,
  },
  'drops-bystander-sessions': {
    describe: 'Tears down the TLS sessions of all API invokers.',
    change: instead('tear-down', ({ node: { state, tls: ends } }) => {
      const holders = [...state.credentials.values(), ...state.revocations.values()];
      const invokers = holders.filter(({ subject }) => subject.role === 'invoker');
      for (const session of ends.sessionsOf(invokers.map(({ fingerprint }) => fingerprint))) session.end();
    }),
  },
} satisfies Record<string, Deviation>;

/** The session that carried the request ends in this way, and so do the others of that invoker. */
function endingBy(end: (session: ServerConnection) => void): Change {
  return instead('tear-down', (offboarding) => {
    for (const session of offboarding.sessions()) end(session);
  });
}

function leavingParallelSessions(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  const left = new Set<string>();
  return both(
    instead('certificate', (offboarding, usual) => {
      for (const { connection } of offboarding.sessions()) left.add(connection);
      return usual(offboarding);
    }),
    instead('tear-down', ({ connection }) => connection.end()),
    admitting(({ action, connection }) => action === 'discover' && left.has(connection.connection)),
  )(behaviour);
}
