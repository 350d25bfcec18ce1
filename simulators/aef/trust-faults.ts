/** Faults of steps 0 and 7: with whom the AEF talks at all, and from whom it takes notifications. */
import { accepting, type Deviation, listener } from './deviation.ts';

export const TRUST_FAULTS = {
  'accepts-tls-1.1': {
    describe: 'Speaks TLS 1.1 with those who offer nothing newer.',
    change: listener({ minVersion: 'TLSv1.1' }),
  },
  'accepts-unauthenticated-notification': {
    describe: 'Takes notifications from senders without a client certificate.',
    change: accepting(({ peer }) => peer.by === 'nothing'),
  },
  'accepts-foreign-notification': {
    describe: 'Takes notifications from anybody with a certificate, whoever issued it.',
    change: accepting(({ peer }) => peer.by === 'certificate'),
  },
  'accepts-any-capif-certificate': {
    describe: 'Takes notifications from anybody whom the CAPIF CA has certified, API invokers included.',
    change: accepting(({ peer }) => peer.by === 'certificate' && peer.verified),
  },
} satisfies Record<string, Deviation>;
