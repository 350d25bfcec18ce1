/** The nodes that tests of the simulated AEF and API invoker set up, all on loopback, and the waits on what they do. */
import type { Aef, AefOptions } from '../../../simulators/aef/aef.ts';
import { startAef } from '../../../simulators/aef/aef.ts';
import { validateMessage } from '../../../simulators/capif/operations.ts';
import type { KnownSecurityMethod } from '../../../simulators/capif/publish.ts';
import type { Ccf } from '../../../simulators/ccf/ccf.ts';
import { type ApiInvoker, createInvoker, type InvokerOptions } from '../../../simulators/invoker/invoker.ts';
import type { HttpExchange, WireEvent, WireObserver } from '../../../simulators/wire/facts.ts';

/** A fresh invoker of this CCF that nobody knows yet. */
export function invokerOf(ccf: Ccf, options: Partial<InvokerOptions> = {}): ApiInvoker {
  const { apiRoot, onboardingRoot, trust, onboardingCredential } = ccf;
  return createInvoker({ apiRoot, onboardingRoot, trust, onboardingCredential, label: 'invoker', ...options });
}

/** An AEF that is registered, has published and subscribed. */
export async function aefOf(ccf: Ccf, options: Partial<AefOptions> = {}): Promise<Aef> {
  const aef = await startAef({
    ccfRoot: ccf.apiRoot,
    registrationRoot: ccf.onboardingRoot,
    ccfTrust: ccf.trust,
    registrationCredential: ccf.registrationCredential,
    label: 'aef',
    ...options,
  });
  await aef.subscribe();
  return aef;
}

/** `id` is the API invoker ID, still there after offboarding. */
export type Caller = ApiInvoker & { readonly id: string };

/** An invoker that has called the AEF with this method, so that everything is established that offboarding takes away. */
export async function callerOf(
  ccf: Ccf,
  aef: Aef,
  method: KnownSecurityMethod,
  options: Partial<InvokerOptions> = {},
): Promise<Caller> {
  const invoker = invokerOf(ccf, options);
  await invoker.onboard();
  await invoker.secureWith(method, aef.serviceApi);
  if (method === 'OAUTH') await invoker.requestToken({ withSecret: true });
  const { apiInvokerId } = invoker;
  if (apiInvokerId === undefined) throw new Error('the invoker was not onboarded');
  await aef.prepareFor(apiInvokerId);
  const { response } = await invoker.invoke(method, aef.serviceApi);
  if (response?.status !== 200) throw new Error(`the first call by ${method} was answered ${response?.status}`);
  return Object.assign(invoker, { id: apiInvokerId });
}

/** Somebody who acts with what the invoker holds now, whatever becomes of it. */
export function ghostOf(ccf: Ccf, invoker: ApiInvoker, options: Partial<InvokerOptions> = {}): ApiInvoker {
  return invokerOf(ccf, { label: 'ghost', credentials: invoker.snapshot(), ...options });
}

/** What crossed the wire as requests of our own. */
export function requestsIn(events: Events): HttpExchange[] {
  return events.all.flatMap((event) => (event.kind === 'exchange' && event.side === 'client' ? [event] : []));
}

/** Records events and lets tests wait for one. */
export class Events {
  readonly all: WireEvent[] = [];
  readonly #waiting = new Set<(event: WireEvent) => void>();

  readonly observer: WireObserver = (event) => {
    this.all.push(event);
    for (const look of this.#waiting) look(event);
  };

  /** The first event, past or to come, that `wanted` recognises; the test's own timeout bounds the wait. */
  next<Wanted>(wanted: (event: WireEvent) => Wanted | undefined): Promise<Wanted> {
    for (const event of this.all) {
      const found = wanted(event);
      if (found !== undefined) return Promise.resolve(found);
    }
    return new Promise((resolve) => {
      const look = (event: WireEvent) => {
        const found = wanted(event);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
    });
  }

  /** The answer to the notification that names this invoker. */
  notified(apiInvokerId: string) {
    return this.next((event) =>
      event.kind === 'exchange' && event.side === 'server' && event.request.body.includes(apiInvokerId)
        ? event
        : undefined,
    );
  }
}

/** What in these exchanges breaks the schemas of TS 29.222, one line each. */
export function breachesIn(exchanges: readonly HttpExchange[]): string[] {
  return exchanges.flatMap(({ request, response }) => {
    const { method, target, body } = request;
    const answer = response && { ...response, contentType: response.headers['content-type'] };
    const breaches = validateMessage({
      method,
      target,
      request: { contentType: request.headers['content-type'], body },
      response: answer,
    });
    return breaches.map(({ schema, issues }) => `${method} ${target}: ${schema}: ${issues.join('; ')}`);
  });
}
