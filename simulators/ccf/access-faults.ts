/** Faults of steps 0 and 3, first half: who is let in, and which requests to offboard are granted. */
import { access, type Deviation, deciding, listener, tls } from './deviation.ts';
import { announce } from './offboarding.ts';
import { isOffboarding, namedToOffboard, requester } from './requester.ts';

export const ACCESS_FAULTS = {
  'refuses-onboarded-certificate': {
    describe: 'Ends TLS right after the handshake with any API invoker certificate.',
    change: tls({ turnsAway: (peer) => peer.known === 'enrolled' && peer.credential.subject.role === 'invoker' }),
  },
  'accepts-tls-1.1': {
    describe: 'Accepts TLS 1.1.',
    change: listener({ minVersion: 'TLSv1.1' }),
  },
  'offboards-without-certificate': {
    describe: 'Offboards on a request that came without a client certificate.',
    change: deciding(({ who, what }) => (who === 'nobody' && what === 'existing' ? 'offboard' : undefined)),
  },
  'answers-204-without-certificate': {
    describe: 'Answers success to a request that came without a client certificate, and does nothing.',
    change: deciding(({ who, what }) => (who === 'nobody' && what === 'existing' ? 'pretend' : undefined)),
  },
  'offboards-with-foreign-certificate': {
    describe: 'Offboards whom the common name of an unverified client certificate names.',
    change: deciding(({ who, what }) => (who === 'impostor' && what === 'existing' ? 'offboard' : undefined)),
  },
  'offboards-unknown-id': {
    describe: 'Answers success to an unknown ID and notifies the subscribers of it.',
    change: deciding(({ who, what }) => (who === 'other' && what === 'unknown' ? 'pretend-and-notify' : undefined)),
  },
  'answers-204-to-unknown-id': {
    describe: 'Answers success to an unknown ID, and does nothing.',
    change: deciding(({ who, what }) => (who === 'other' && what === 'unknown' ? 'pretend' : undefined)),
  },
  'offboards-foreign-id': {
    describe: 'Lets any enrolled subject offboard any API invoker.',
    change: deciding(({ who, what }) => (who === 'other' && what === 'existing' ? 'offboard' : undefined)),
  },
  'answers-204-to-foreign-id': {
    describe: 'Answers success when somebody asks to offboard another API invoker, and does nothing.',
    change: deciding(({ who, what }) => (who === 'other' && what === 'existing' ? 'pretend' : undefined)),
  },
  'accepts-repeat': {
    describe: 'Answers success to the repeated request of an API invoker that is offboarded already.',
    change: deciding(({ who, what }) => (who === 'former' && what === 'offboarded' ? 'pretend' : undefined)),
  },
  'deletes-on-refusal': {
    describe:
      'Refuses to offboard somebody else than the one who asks, but deletes the security context of the one who is named.',
    change: access({
      gate: (request, connection, node) => {
        const named = namedToOffboard(request, node);
        if (named !== undefined && requester(node, connection) !== named) {
          for (const held of [node.state.contexts, node.state.aefPsks, node.state.grants]) held.delete(named);
        }
        return undefined;
      },
    }),
  },
  'notifies-of-requester': {
    describe: 'Refuses an unknown or foreign ID, but notifies the subscribers of the API invoker that asked.',
    change: access({
      gate: (request, connection, node) => {
        const asking = requester(node, connection);
        const refused = isOffboarding(request) && namedToOffboard(request, node) !== asking;
        if (asking !== undefined && refused) connection.afterAnswer(() => announce(node, asking));
        return undefined;
      },
    }),
  },
  'notifies-on-refusal': {
    describe: 'Refuses an unknown or foreign ID, but notifies the subscribers of it all the same.',
    change: deciding(({ who }) => (who === 'other' ? 'refuse-and-notify' : undefined)),
  },
} satisfies Record<string, Deviation>;
