/** Every precondition and action that a scenario file can name. */

import type { Role } from '../../scenarios/requirements/ledger.ts';
import { extended } from '../extensions/installed.ts';
import { later } from './later.ts';
import type { Stage } from './stage.ts';

const given = () => import('./given.ts');
const impostors = () => import('./impostors.ts');
const invokerUnderTest = () => import('./invoker-under-test.ts');
const notifications = () => import('./notifications.ts');
const offboarding = () => import('./offboarding.ts');
const outages = () => import('./outages.ts');
const serviceSessions = () => import('./service-sessions.ts');
const sessions = () => import('./sessions.ts');
const storage = () => import('./storage.ts');

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
    run: byRole({
      ccf: later(given, (module) => module.onboardInvokers),
      aef: later(given, (module) => module.onboardInvokers),
      invoker: later(invokerUnderTest, (module) => module.onboardUnderTest),
    }),
  },
  'aef-subscribed': {
    describe: 'registers the AEFs, publishes their service APIs, subscribes to API_INVOKER_OFFBOARDED',
    run: byRole({
      ccf: later(given, (module) => module.subscribeAefs),
      aef: later(given, (module) => module.meetAef),
      invoker: async () => {},
    }),
  },
  'impostor-aef-subscribed': {
    describe: 'subscribes a notification endpoint whose certificate is of a foreign CA',
    run: later(given, (module) => module.subscribeImpostor),
  },
  'security-context': {
    describe: 'gives every invoker a security context (and, with OAuth, an access token)',
    run: later(given, (module) => module.secureInvokers),
  },
  'bystander-connected': {
    describe: 'opens a connection of the bystander to the AEF that stays idle',
    run: later(serviceSessions, (module) => module.openBystanderServiceSession),
  },
  'service-api-invoked': {
    describe: 'calls the service API with the security method at hand',
    run: byRole({
      ccf: later(given, (module) => module.invokeServiceApi),
      aef: later(given, (module) => module.invokeServiceApi),
      invoker: later(invokerUnderTest, (module) => module.invokeUnderTest),
    }),
  },
};

const BUILT_IN_ACTIONS: Readonly<Record<string, Act>> = {
  'bystander.openSession': {
    describe: 'opens a session of the bystander that stays idle',
    run: later(sessions, (module) => module.openBystanderSession),
  },
  'client.offerTls11': {
    describe: 'offers TLS 1.1 and nothing newer',
    run: later(sessions, (module) => module.offerTls11),
  },
  'invoker.openSession': {
    describe: 'opens the TLS session of step 0',
    run: later(sessions, (module) => module.openSession),
  },
  'invoker.openParallelSession': {
    describe: 'opens a second session and uses it once',
    run: later(sessions, (module) => module.openParallelSession),
  },
  'invoker.trigger': {
    describe: 'lets the API invoker decide to leave',
    run: byRole({
      ccf: later(offboarding, (module) => module.trigger),
      aef: later(offboarding, (module) => module.trigger),
      invoker: later(invokerUnderTest, (module) => module.triggerUnderTest),
    }),
  },
  'invoker.requestOffboarding': {
    describe: 'sends the Offboard API invoker request',
    run: later(offboarding, (module) => module.requestOffboarding),
  },
  'invoker.requestOffboardingOfUnknownId': {
    describe: 'requests offboarding of an ID never assigned',
    run: later(offboarding, (module) => module.requestForUnknownId),
  },
  'invoker.requestOffboardingOfBystander': {
    describe: 'requests offboarding of the bystander',
    run: later(offboarding, (module) => module.requestForBystander),
  },
  'invoker.repeatRequest': {
    describe: 'sends the offboarding request again with the old certificate',
    run: later(offboarding, (module) => module.repeatRequest),
  },
  'stranger.requestOffboardingWithoutCertificate': {
    describe: 'requests offboarding without a client certificate',
    run: later(offboarding, (module) => module.requestWithoutCertificate),
  },
  'stranger.requestOffboardingWithForeignCertificate': {
    describe: 'requests offboarding with a certificate of a foreign CA',
    run: later(offboarding, (module) => module.requestWithForeignCertificate),
  },
  'aef.goDown': {
    describe: 'closes the notification port of the first AEF',
    run: later(outages, (module) => module.takeDown),
  },
  'aef.answer503Once': {
    describe: 'lets the first AEF answer one notification 503',
    run: later(outages, (module) => module.answer503Once),
  },
  'invoker.openServiceSession': {
    describe: 'opens the connection to the AEF that must be torn down',
    run: later(serviceSessions, (module) => module.openServiceSession),
  },
  'invoker.openParallelServiceSession': {
    describe: 'opens a second connection to the AEF and uses it once',
    run: later(serviceSessions, (module) => module.openParallelServiceSession),
  },
  'ccf.notify': {
    describe: 'tells the AEF that the API invoker is no longer valid',
    run: later(notifications, (module) => module.notify),
  },
  'ccf.notifyAgain': {
    describe: 'sends the same notification once more',
    run: later(notifications, (module) => module.notifyAgain),
  },
  'ccf.notifyOfUnknownInvoker': {
    describe: 'notifies the AEF about an API invoker that it never knew',
    run: later(notifications, (module) => module.notifyOfUnknownInvoker),
  },
  'stranger.notifyWithoutCertificate': {
    describe: 'sends a notification without a client certificate',
    run: later(notifications, (module) => module.notifyWithoutCertificate),
  },
  'stranger.notifyWithForeignCertificate': {
    describe: 'sends a notification with a certificate of a foreign CA',
    run: later(notifications, (module) => module.notifyWithForeignCertificate),
  },
  'bystander.notifyAsIfCcf': {
    describe: 'sends a notification with the certificate of an API invoker',
    run: later(notifications, (module) => module.notifyAsInvoker),
  },
  'ccf.refuseOffboarding': {
    describe: 'will answer the request to offboard 403',
    run: later(invokerUnderTest, (module) => module.failOffboarding('403')),
  },
  'ccf.failOffboarding': {
    describe: 'will answer the request to offboard 500',
    run: later(invokerUnderTest, (module) => module.failOffboarding('500')),
  },
  'ccf.cutOffAnswer': {
    describe: 'will end the TLS session in the middle of its answer',
    run: later(invokerUnderTest, (module) => module.failOffboarding('cut-off')),
  },
  'ccf.endWithoutAnswer': {
    describe: 'will end the TLS session without an answer',
    run: later(invokerUnderTest, (module) => module.failOffboarding('no-answer')),
  },
  'ccf.impersonate': {
    describe: 'sends the API invoker to a CCF with a certificate of another CA',
    run: later(impostors, (module) => module.atOnboarding),
  },
  'ccf.impersonateAtOffboarding': {
    describe: 'makes the API invoker leave while our CCF shows a certificate of another CA',
    run: later(impostors, (module) => module.atOffboarding),
  },
  'invoker.onboard': {
    describe: 'makes the API invoker onboard at our CCF',
    run: later(invokerUnderTest, (module) => module.onboardUnderTest),
  },
  'invoker.actAgain': {
    describe: 'makes the API invoker call the service API once more',
    run: later(invokerUnderTest, (module) => module.actAgain),
  },
  'storage.scan': {
    describe: "looks for the API invoker's credentials in the declared storage",
    run: later(storage, (module) => module.scanAfter),
  },
};

/** What can be `given`: established before step 0, in the order in which the file lists them. */
export const PRECONDITIONS = extended('precondition', BUILT_IN_PRECONDITIONS, isAct);

/** What a step can `do`. */
export const ACTIONS = extended('action', BUILT_IN_ACTIONS, isAct);

/** Loads what else would be loaded in the middle of a scenario, where time counts. */
export async function loadActions(): Promise<void> {
  const modules = [
    given,
    impostors,
    invokerUnderTest,
    notifications,
    offboarding,
    outages,
    serviceSessions,
    sessions,
    storage,
  ];
  await Promise.all(modules.map((load) => load()));
}

function isAct(what: object): what is Act & { readonly name: string } {
  return 'name' in what && 'describe' in what && 'run' in what && typeof what.run === 'function';
}
