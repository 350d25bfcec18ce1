/** Every precondition and action that a scenario file can name. */

import type { Role } from '../../scenarios/requirements/ledger.ts';
import { extended } from '../extensions/installed.ts';
import {
  invokeServiceApi,
  meetAef,
  onboardInvokers,
  secureInvokers,
  subscribeAefs,
  subscribeImpostor,
} from './given.ts';
import {
  actAgain,
  failOffboarding,
  impersonateCcf,
  invokeUnderTest,
  onboardUnderTest,
  triggerUnderTest,
} from './invoker-under-test.ts';
import {
  notify,
  notifyAgain,
  notifyAsInvoker,
  notifyOfUnknownInvoker,
  notifyWithForeignCertificate,
  notifyWithoutCertificate,
} from './notifications.ts';
import {
  repeatRequest,
  requestForBystander,
  requestForUnknownId,
  requestOffboarding,
  requestWithForeignCertificate,
  requestWithoutCertificate,
  trigger,
} from './offboarding.ts';
import { answer503Once, takeDown } from './outages.ts';
import { openBystanderServiceSession, openParallelServiceSession, openServiceSession } from './service-sessions.ts';
import { offerTls11, openBystanderSession, openParallelSession, openSession } from './sessions.ts';
import type { Stage } from './stage.ts';
import { scanAfter } from './storage.ts';

export interface Act {
  /** What it does, in a sentence without its subject: for lists and for reports. */
  readonly describe: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** The same precondition or event, brought about as the role under test wants it. */
function byRole(run: Readonly<Record<Role, Act['run']>>): Act['run'] {
  return (stage) => run[stage.surroundings.role](stage);
}

const BUILT_IN_PRECONDITIONS: Readonly<Record<string, Act>> = {
  'invoker-onboarded': {
    describe: 'onboards the API invoker (and the bystander)',
    run: byRole({ ccf: onboardInvokers, aef: onboardInvokers, invoker: onboardUnderTest }),
  },
  'aef-subscribed': {
    describe: 'registers the AEFs, publishes their service APIs, subscribes to API_INVOKER_OFFBOARDED',
    run: byRole({ ccf: subscribeAefs, aef: meetAef, invoker: async () => {} }),
  },
  'impostor-aef-subscribed': {
    describe: 'subscribes a notification endpoint whose certificate is of a foreign CA',
    run: subscribeImpostor,
  },
  'security-context': {
    describe: 'gives every invoker a security context (and, with OAuth, an access token)',
    run: secureInvokers,
  },
  'bystander-connected': {
    describe: 'opens a connection of the bystander to the AEF that stays idle',
    run: openBystanderServiceSession,
  },
  'service-api-invoked': {
    describe: 'calls the service API with the security method at hand',
    run: byRole({ ccf: invokeServiceApi, aef: invokeServiceApi, invoker: invokeUnderTest }),
  },
};

const BUILT_IN_ACTIONS: Readonly<Record<string, Act>> = {
  'bystander.openSession': { describe: 'opens a session of the bystander that stays idle', run: openBystanderSession },
  'client.offerTls11': { describe: 'offers TLS 1.1 and nothing newer', run: offerTls11 },
  'invoker.openSession': { describe: 'opens the TLS session of step 0', run: openSession },
  'invoker.openParallelSession': { describe: 'opens a second session and uses it once', run: openParallelSession },
  'invoker.trigger': {
    describe: 'lets the API invoker decide to leave',
    run: byRole({ ccf: trigger, aef: trigger, invoker: triggerUnderTest }),
  },
  'invoker.requestOffboarding': { describe: 'sends the Offboard API invoker request', run: requestOffboarding },
  'invoker.requestOffboardingOfUnknownId': {
    describe: 'requests offboarding of an ID never assigned',
    run: requestForUnknownId,
  },
  'invoker.requestOffboardingOfBystander': {
    describe: 'requests offboarding of the bystander',
    run: requestForBystander,
  },
  'invoker.repeatRequest': {
    describe: 'sends the offboarding request again with the old certificate',
    run: repeatRequest,
  },
  'stranger.requestOffboardingWithoutCertificate': {
    describe: 'requests offboarding without a client certificate',
    run: requestWithoutCertificate,
  },
  'stranger.requestOffboardingWithForeignCertificate': {
    describe: 'requests offboarding with a certificate of a foreign CA',
    run: requestWithForeignCertificate,
  },
  'aef.goDown': { describe: 'closes the notification port of the first AEF', run: takeDown },
  'aef.answer503Once': { describe: 'lets the first AEF answer one notification 503', run: answer503Once },
  'invoker.openServiceSession': {
    describe: 'opens the connection to the AEF that must be torn down',
    run: openServiceSession,
  },
  'invoker.openParallelServiceSession': {
    describe: 'opens a second connection to the AEF and uses it once',
    run: openParallelServiceSession,
  },
  'ccf.notify': { describe: 'tells the AEF that the API invoker is no longer valid', run: notify },
  'ccf.notifyAgain': { describe: 'sends the same notification once more', run: notifyAgain },
  'ccf.notifyOfUnknownInvoker': {
    describe: 'notifies the AEF about an API invoker that it never knew',
    run: notifyOfUnknownInvoker,
  },
  'stranger.notifyWithoutCertificate': {
    describe: 'sends a notification without a client certificate',
    run: notifyWithoutCertificate,
  },
  'stranger.notifyWithForeignCertificate': {
    describe: 'sends a notification with a certificate of a foreign CA',
    run: notifyWithForeignCertificate,
  },
  'bystander.notifyAsIfCcf': {
    describe: 'sends a notification with the certificate of an API invoker',
    run: notifyAsInvoker,
  },
  'ccf.refuseOffboarding': { describe: 'will answer the request to offboard 403', run: failOffboarding('403') },
  'ccf.failOffboarding': { describe: 'will answer the request to offboard 500', run: failOffboarding('500') },
  'ccf.cutOffAnswer': {
    describe: 'will end the TLS session in the middle of its answer',
    run: failOffboarding('cut-off'),
  },
  'ccf.endWithoutAnswer': { describe: 'will end the TLS session without an answer', run: failOffboarding('no-answer') },
  'ccf.impersonate': {
    describe: 'sends the API invoker to a CCF with a certificate of another CA',
    run: impersonateCcf,
  },
  'invoker.onboard': { describe: 'makes the API invoker onboard at our CCF', run: onboardUnderTest },
  'invoker.actAgain': { describe: 'makes the API invoker call the service API once more', run: actAgain },
  'storage.scan': { describe: "looks for the API invoker's credentials in the declared storage", run: scanAfter },
};

/** What can be `given`: established before step 0, in the order in which the file lists them. */
export const PRECONDITIONS = extended('precondition', BUILT_IN_PRECONDITIONS, isAct);

/** What a step can `do`. */
export const ACTIONS = extended('action', BUILT_IN_ACTIONS, isAct);

function isAct(what: object): what is Act & { readonly name: string } {
  return 'name' in what && 'describe' in what && 'run' in what && typeof what.run === 'function';
}
