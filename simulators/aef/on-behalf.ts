/** Enrolment of an AEF that cannot do it itself: somebody registers, publishes and subscribes for it. */
import { SECURITY_METHODS } from '../capif/publish.ts';
import type { ServiceApi } from '../capif/service-api.ts';
import { randomId } from '../wire/dice.ts';
import { CcfRefusal, linkOf } from './ccf-link.ts';
import type { AefOptions } from './options.ts';
import { publish } from './publication.ts';
import { register } from './registration.ts';
import { subscribe } from './subscription.ts';

/** An AEF that serves elsewhere. */
export interface Elsewhere {
  readonly host: string;
  readonly port: number;
  /** Path of a resource that answers GET. */
  readonly path: string | undefined;
  /** Where it takes Event notifications; undefined: nowhere. */
  readonly notificationDestination: string | undefined;
}

/**
 * Registers a provider domain for the AEF, publishes its service API and subscribes it to API_INVOKER_OFFBOARDED. It is then known to the
 * CCF, and holds no certificate of the CCF's; what it authenticates API invokers by is its own matter.
 * @throws WireError when the CCF can't be reached, {@link CcfRefusal} when it refuses.
 */
export async function enrolOnBehalf(options: AefOptions, elsewhere: Elsewhere): Promise<ServiceApi> {
  const { host, port, path, notificationDestination } = elsewhere;
  const registration = await register(options, [host]);
  const offer = { apiName: randomId('api-'), host, port, methods: SECURITY_METHODS };
  const { apiId } = await publish(options, registration, offer);
  if (notificationDestination !== undefined) {
    const link = linkOf(options, registration.aef.identity);
    const subscribing = subscribe(options, registration, notificationDestination, link).finally(() => link.close());
    const { exchange, subscription } = await subscribing;
    if (subscription === undefined) {
      throw new CcfRefusal(`AEF: its subscription was answered ${exchange.response?.status ?? 'with nothing'}`);
    }
  }
  return { ...offer, apiId, aefId: registration.aef.id, path };
}
