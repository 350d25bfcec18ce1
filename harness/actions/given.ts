/** What must be true before offboarding can mean anything: onboarded invokers, subscribed AEFs, security contexts that work. */
import { type Aef, startAef } from '../../simulators/aef/aef.ts';
import type { KnownSecurityMethod } from '../../simulators/capif/publish.ts';
import { createInvoker } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { classify } from '../probes/classify.ts';
import { invokerOptions, registering } from './nodes.ts';
import { statusOf } from './outages.ts';
import { type AefRole, type AefSubject, type InvokerRole, type Outcome, record, role, type Stage } from './stage.ts';

/** TS 29.222's word for a method of the ledger. */
export const SECURITY_METHOD: Readonly<Record<Stage['method'], KnownSecurityMethod>> = {
  psk: 'PSK',
  pki: 'PKI',
  oauth: 'OAUTH',
};

/** The victim is onboarded, and the bystander if the scenario wants one. */
export async function onboardInvokers(stage: Stage): Promise<void> {
  const subjects = stage.wantsBystander ? (['victim', 'bystander'] as const) : (['victim'] as const);
  for (const subject of subjects) {
    const invoker = createInvoker(invokerOptions(stage, subject));
    const onStage: InvokerRole = { subject, invoker, session: undefined, parallel: undefined, resumable: new Map() };
    stage.invokers.set(subject, onStage);
    await record(stage, 'onboard', subject, async () => {
      const exchange = await invoker.onboard();
      const { apiInvokerId = '', onboardingId = '', resource } = invoker;
      // Without a Location nobody could know what to DELETE.
      const ok = apiInvokerId !== '' && resource !== undefined;
      return { ...told(exchange, ok), facts: { apiInvokerId, onboardingId } };
    });
  }
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

async function subscribeAef(stage: Stage, subject: AefSubject, impostor: boolean): Promise<void> {
  await record(stage, 'subscribe', subject, async () => {
    let onStage: AefRole | undefined;
    const aef = await startAef({
      ...registering(stage, subject),
      impostor,
      notificationStatus: () => (onStage === undefined ? 204 : statusOf(stage, onStage)),
    });
    stage.cleanUp.push(() => aef.close());
    onStage = { subject, aef, outage: undefined };
    stage.aefs.set(subject, onStage);
    const subscribed = await aef.subscribe();
    const { subscriptionId = '', destination = '' } = aef.subscription ?? {};
    const ok = subscriptionId !== '';
    const path = destination === '' ? '' : new URL(destination).pathname;
    return { ...told(subscribed, ok), facts: { aefId: aef.aefId, subscriptionId, path } };
  });
}

/** Every invoker on stage has a security context for the AEF's service API; with OAuth also an access token. */
export async function secureInvokers(stage: Stage): Promise<void> {
  const api = firstAef(stage, 'security-context')?.serviceApi;
  const method = SECURITY_METHOD[stage.method];
  for (const { subject, invoker } of stage.invokers.values()) {
    await record(stage, 'secure', subject, async () => {
      if (api === undefined) return NO_AEF;
      const mark = stage.recorder.timeline.length;
      const exchange = await invoker.secureWith(method, api);
      const result = classify(exchange);
      // This PUT is the control of the probe that repeats it after offboarding; once more beforehand would change the AEFPSK.
      const evidence = stage.recorder.since(mark);
      stage.recorder.add({ kind: 'probe', probe: 'context-write', subject, phase: 'control', ...result, evidence });
      return told(exchange, result.outcome === 'accepted');
    });
    if (stage.method !== 'oauth') continue;
    await record(stage, 'token', subject, async () => {
      const bare = await invoker.requestToken({ withSecret: false });
      if (classify(bare).outcome === 'accepted' || invoker.snapshot().onboardingSecret === undefined) return told(bare);
      return told(await invoker.requestToken({ withSecret: true }));
    });
  }
}

/** Every invoker on stage has called the service API with the method at hand, so that authentication established what it establishes. */
export async function invokeServiceApi(stage: Stage): Promise<void> {
  const aef = firstAef(stage, 'service-api-invoked');
  for (const subject of stage.invokers.keys()) {
    const { invoker } = role(stage, subject);
    await record(stage, 'invoke', subject, async () => {
      if (aef === undefined) return NO_AEF;
      if (invoker.apiInvokerId !== undefined) await aef.prepareFor(invoker.apiInvokerId);
      return told(await invoker.invoke(SECURITY_METHOD[stage.method], aef.serviceApi));
    });
  }
}

const NO_AEF: Outcome = { ok: false, detail: 'there is no AEF: its registration did not succeed' };

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
