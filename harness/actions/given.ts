/** What must be true before offboarding can mean anything: onboarded invokers, subscribed AEFs, security contexts that work. */
import { type Aef, startAef } from '../../simulators/aef/aef.ts';
import { AccessTokenRsp } from '../../simulators/capif/security.ts';
import type { ServiceApi } from '../../simulators/capif/service-api.ts';
import { type ApiInvoker, createInvoker } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { StandingSession } from '../../simulators/wire/standing-session.ts';
import { classify } from '../probes/classify.ts';
import { removeInvoker, withdraw } from './leave.ts';
import { invokerOptions, registering, SECURITY_METHOD } from './nodes.ts';
import { statusOf } from './outages.ts';
import { provisionAef, provisionInvoker } from './provisioned.ts';
import { callService } from './service-sessions.ts';
import {
  type AefRole,
  type AefSubject,
  aroundAef,
  type InvokerRole,
  type Outcome,
  record,
  role,
  type Stage,
} from './stage.ts';

/** The victim is onboarded, and the bystander if the scenario wants one. */
export async function onboardInvokers(stage: Stage): Promise<void> {
  const subjects = stage.wantsBystander ? (['victim', 'bystander'] as const) : (['victim'] as const);
  for (const subject of subjects) {
    await stage.cleanUp.during(`onboarding (${subject})`, () => onboardInvoker(stage, subject));
  }
}

async function onboardInvoker(stage: Stage, subject: InvokerRole['subject']): Promise<void> {
  const provisioned = await provisionInvoker(stage);
  const invoker = createInvoker({ ...invokerOptions(stage, subject), credentials: provisioned?.issued });
  const onStage = onStageAs(subject, invoker);
  stage.invokers.set(subject, onStage);
  stage.cleanUp.add('a TLS session of ours', () => onStage.everyday.close());
  stage.cleanUp.add('API invoker', () => removeInvoker(stage, invoker));
  await record(stage, 'onboard', subject, async () => {
    const outcome = provisioned?.outcome ?? told(await invoker.onboard());
    const { apiInvokerId = '', onboardingId = '', resource } = invoker;
    // Without a Location nobody could know what to DELETE.
    const ok = apiInvokerId !== '' && resource !== undefined;
    const certificate = invoker.snapshot().certificate !== undefined;
    return { ...outcome, ok, facts: { apiInvokerId, onboardingId, certificate } };
  });
}

function onStageAs(subject: InvokerRole['subject'], invoker: ApiInvoker): InvokerRole {
  const sessions = { session: undefined, parallel: undefined, service: undefined, serviceParallel: undefined };
  const everyday = new StandingSession(() => invoker.openSession());
  return { subject, invoker, everyday, ...sessions, resumable: new Map() };
}

/** As many AEFs as the scenario wants are registered, have published a service API and subscribed to API_INVOKER_OFFBOARDED. */
export async function subscribeAefs(stage: Stage): Promise<void> {
  const subjects = stage.wantedAefs === 2 ? (['aef-1', 'aef-2'] as const) : (['aef-1'] as const);
  for (const subject of subjects) await subscribeAef(stage, subject, false);
}

/** One more subscriber whose notification endpoint shows a certificate of a CA that the CCF has never heard of. */
export function subscribeImpostor(stage: Stage): Promise<void> {
  return subscribeAef(stage, 'impostor-aef', true);
}

/** The AEF under test has registered, published its service API and subscribed; this says as what. */
export async function meetAef(stage: Stage): Promise<void> {
  const { serviceApi, subscription } = aroundAef(stage).aef;
  await record(stage, 'subscribe', 'target', async () => {
    const { subscriptionId = '', destination = '' } = subscription ?? {};
    const path = destination === '' ? '' : new URL(destination).pathname;
    const detail = subscription === undefined ? 'it did not subscribe to API_INVOKER_OFFBOARDED' : `at ${destination}`;
    return {
      ok: subscription !== undefined,
      detail,
      facts: { aefId: serviceApi.aefId, subscriptionId, path, destination },
    };
  });
}

async function subscribeAef(stage: Stage, subject: AefSubject, impostor: boolean): Promise<void> {
  const { cleanUp } = stage;
  const provisioned = await cleanUp.during(`registration (${subject})`, async () => {
    const made = await provisionAef(stage);
    const aef = made?.issued?.domain?.aef;
    const why = 'its onboard hook ended after the interruption';
    if (aef !== undefined && cleanUp.signal.aborted) cleanUp.left({ what: `provider domain of ${aef.id}`, why });
    return made;
  });
  await record(stage, 'subscribe', subject, async () => {
    if (provisioned !== undefined && provisioned.issued === undefined) return provisioned.outcome;
    let onStage: AefRole | undefined;
    const aef = await startAef({
      ...registering(stage, subject),
      ...provisioned?.issued,
      impostor,
      stop: cleanUp.signal,
      onRemainder: (remainder) => cleanUp.left(remainder),
      notificationStatus: () => (onStage === undefined ? 204 : statusOf(stage, onStage)),
    });
    cleanUp.add(`AEF ${aef.aefId}`, () => withdraw(stage, aef));
    onStage = { subject, aef, outage: undefined };
    stage.aefs.set(subject, onStage);
    const subscribed = await aef.subscribe();
    const { subscriptionId = '', destination = '' } = aef.subscription ?? {};
    const ok = subscriptionId !== '';
    const path = destination === '' ? '' : new URL(destination).pathname;
    const status = subscribed.response?.status ?? 0;
    return { ...told(subscribed, ok), facts: { aefId: aef.aefId, subscriptionId, path, status } };
  });
}

/** Every invoker on stage has a security context for the AEF's service API; with OAuth also an access token. */
export async function secureInvokers(stage: Stage): Promise<void> {
  const api = serviceApiOf(stage, 'security-context');
  const method = SECURITY_METHOD[stage.method];
  for (const { subject, invoker, everyday } of stage.invokers.values()) {
    await record(stage, 'secure', subject, async () => {
      if (api === undefined) return NO_AEF;
      const mark = stage.recorder.timeline.length;
      const exchange = await invoker.secureWith(method, api, method === 'PSK' ? undefined : everyday);
      const result = classify(exchange);
      // This PUT is the control of the probe that repeats it after offboarding; once more beforehand would change the AEFPSK.
      const evidence = stage.recorder.since(mark);
      stage.recorder.add({ kind: 'probe', probe: 'context-write', subject, phase: 'control', ...result, evidence });
      return told(exchange, result.outcome === 'accepted');
    });
    if (stage.method !== 'oauth') continue;
    await record(stage, 'token', subject, async () => {
      const bare = await invoker.requestToken({ withSecret: false }, everyday);
      const enough = classify(bare).outcome === 'accepted' || invoker.snapshot().onboardingSecret === undefined;
      const exchange = enough ? bare : await invoker.requestToken({ withSecret: true }, everyday);
      return { ...told(exchange), facts: lifetimeIn(exchange) ?? {} };
    });
  }
}

/** RFC 6749 5.1; an unexpired token that is refused was refused for itself. In seconds. */
function lifetimeIn({ response }: HttpExchange): Outcome['facts'] {
  try {
    const { expires_in: expiresIn } = AccessTokenRsp.parse(JSON.parse(response?.body ?? ''));
    return { expiresIn };
  } catch {
    return {};
  }
}

/** Every invoker on stage has called the service API with the method at hand, so that authentication established what it establishes. */
export async function invokeServiceApi(stage: Stage): Promise<void> {
  for (const subject of stage.invokers.keys()) {
    const { invoker } = role(stage, subject);
    if (stage.surroundings.role === 'aef') await invokeUnderTest(stage, subject, invoker);
    else await invokeOurs(stage, subject, invoker);
  }
}

async function invokeOurs(stage: Stage, subject: InvokerRole['subject'], invoker: ApiInvoker): Promise<void> {
  const aef = firstAef(stage, 'service-api-invoked');
  await record(stage, 'invoke', subject, async () => {
    if (aef === undefined) return NO_AEF;
    if (invoker.apiInvokerId !== undefined) await aef.prepareFor(invoker.apiInvokerId);
    return told(await invoker.invoke(SECURITY_METHOD[stage.method], aef.serviceApi));
  });
}

/** TS 33.122 6.5.2.1 begins with an initiation request; an AEF that has no need of it may refuse it. */
async function invokeUnderTest(stage: Stage, subject: InvokerRole['subject'], invoker: ApiInvoker): Promise<void> {
  const api = aroundAef(stage).aef.serviceApi;
  if (stage.method === 'psk') {
    await record(stage, 'initiate-authentication', subject, async () =>
      told(await invoker.initiateAuthentication(api)),
    );
  }
  // The control of the probe is another call: an AEF that takes a credential once would seem to refuse it for the offboarding.
  await record(stage, 'invoke', subject, async () => told(await callService(stage, invoker)));
}

const NO_AEF: Outcome = { ok: false, detail: 'there is no AEF: its registration did not succeed' };

/** The service API that is secured and called: of the AEF under test, or of the first of ours. */
function serviceApiOf(stage: Stage, needing: string): ServiceApi | undefined {
  const { surroundings } = stage;
  return surroundings.role === 'aef' ? surroundings.aef.serviceApi : firstAef(stage, needing)?.serviceApi;
}

/** The first AEF; undefined when the CCF did not take it, which is the CCF's behaviour and not a mistake in the scenario. */
function firstAef(stage: Stage, needing: string): Aef | undefined {
  const aef = stage.aefs.get('aef-1')?.aef;
  const tried = stage.recorder.timeline.some((entry) => entry.kind === 'action' && entry.action === 'subscribe');
  if (aef === undefined && !tried)
    throw new Error(`no AEF on stage: put "aef-subscribed" before "${needing}" in "given"`);
  return aef;
}

function told(exchange: HttpExchange, ok = classify(exchange).outcome === 'accepted'): Outcome {
  return {
    ok,
    detail: `${exchange.request.method} ${exchange.request.target.split('?')[0]} → ${classify(exchange).seen}`,
  };
}
