/** Every precondition and action that a scenario file can name. */
import { invokeServiceApi, onboardInvokers, secureInvokers, subscribeAefs, subscribeImpostor } from './given.ts';
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
import { offerTls11, openBystanderSession, openParallelSession, openSession } from './sessions.ts';
import type { Stage } from './stage.ts';

export interface Act {
  /** What it does, in a sentence without its subject: for lists and for reports. */
  readonly describe: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** What can be `given`: established before step 0, in the order in which the file lists them. */
export const PRECONDITIONS: Readonly<Record<string, Act>> = {
  'invoker-onboarded': { describe: 'onboards the API invoker (and the bystander)', run: onboardInvokers },
  'aef-subscribed': {
    describe: 'registers the AEFs, publishes their service APIs, subscribes to API_INVOKER_OFFBOARDED',
    run: subscribeAefs,
  },
  'impostor-aef-subscribed': {
    describe: 'subscribes a notification endpoint whose certificate is of a foreign CA',
    run: subscribeImpostor,
  },
  'security-context': {
    describe: 'gives every invoker a security context (and, with OAuth, an access token)',
    run: secureInvokers,
  },
  'service-api-invoked': { describe: 'calls the service API with the security method at hand', run: invokeServiceApi },
};

/** What a step can `do`. */
export const ACTIONS: Readonly<Record<string, Act>> = {
  'bystander.openSession': { describe: 'opens a session of the bystander that stays idle', run: openBystanderSession },
  'client.offerTls11': { describe: 'offers TLS 1.1 and nothing newer', run: offerTls11 },
  'invoker.openSession': { describe: 'opens the TLS session of step 0', run: openSession },
  'invoker.openParallelSession': { describe: 'opens a second session and uses it once', run: openParallelSession },
  'invoker.trigger': { describe: 'lets the API invoker decide to leave', run: trigger },
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
};
