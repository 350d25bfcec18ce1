/** An AEF that comes up when it is asked to, at the CCF that it is told of. */
import { authority } from '../capif/api-root.ts';
import { type Aef, type AefOptions, startAef } from './aef.ts';

/** Where the CCF is. */
export interface AefTask {
  readonly ccf: {
    readonly apiRoot: string;
    /** Where it registers providers, if elsewhere. */
    readonly onboardingRoot?: string | undefined;
    /** PEM certificates by which to verify it, as server and as notifier. */
    readonly ca: string;
    /** `regSec`. Secret. Without it nobody registers. */
    readonly registrationCredential?: string | undefined;
  };
}

/** What is the AEF's own; the rest of {@link AefOptions} comes with the task. */
export type OnDemandAefOptions = Pick<
  AefOptions,
  'label' | 'fault' | 'variant' | 'storage' | 'methods' | 'host' | 'advertise' | 'capif3' | 'pskIdentity'
>;

export interface OnDemandAef {
  readonly aef: Aef;
  /** URL of the service API, without a path. */
  readonly serviceApi: string;
  /** URL at which it takes notifications. */
  readonly notificationDestination: string;
}

/**
 * Starts an AEF at the CCF of the task: it is registered, has published its service API and subscribed to API_INVOKER_OFFBOARDED.
 * @throws as {@link startSubscribedAef}.
 */
export async function startOnDemandAef(options: OnDemandAefOptions, { ccf }: AefTask): Promise<OnDemandAef> {
  const aef = await startSubscribedAef({
    ...options,
    ccfRoot: ccf.apiRoot,
    registrationRoot: ccf.onboardingRoot,
    ccfTrust: ccf.ca,
    registrationCredential: ccf.registrationCredential,
  });
  const { host, port } = aef.serviceApi;
  return {
    aef,
    serviceApi: `https://${authority(host, port)}`,
    notificationDestination: aef.notificationDestination,
  };
}

/**
 * An AEF that has subscribed, too.
 * @throws as `startAef`, and Error when the CCF does not take its subscription. Nothing is left open then.
 */
export async function startSubscribedAef(options: AefOptions): Promise<Aef> {
  const aef = await startAef(options);
  try {
    const { request, response, failure } = await aef.subscribe();
    if (aef.subscription !== undefined) return aef;
    const seen = response === undefined ? `not answered: ${failure?.message}` : `answered ${response.status}`;
    const lacking = response?.status === 201 ? ' without a Location' : '';
    throw new Error(`subscription: ${request.method} ${request.target} was ${seen}${lacking}`);
  } catch (error) {
    await aef.close();
    throw error;
  }
}
