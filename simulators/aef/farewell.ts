/** How an AEF leaves: what it made at the CCF is taken back, newest first. */
import { WireError } from '../wire/facts.ts';
import { ask } from './ccf-link.ts';
import type { AefOptions } from './options.ts';
import type { Publication } from './publication.ts';
import type { ProviderFunction, Registration } from './registration.ts';
import type { Subscription } from './subscription.ts';

/** Something that stayed at the CCF, and why. */
export interface Remainder {
  readonly what: string;
  readonly why: string;
}

/** What the AEF has at the CCF. */
export interface Presence {
  readonly registration: Registration;
  readonly publication?: Publication | undefined;
  readonly subscription?: Subscription | undefined;
}

/** Bound on each farewell to a CCF that may be gone. */
const FAREWELL_MS = 2000;

/** What is taken back, by whom. */
interface Farewell {
  readonly what: string;
  readonly purpose: string;
  readonly by: ProviderFunction;
  /** Path at the CCF; undefined when it told none. */
  readonly resource: string | undefined;
}

/** Takes everything back, each within {@link FAREWELL_MS}. Never rejects. @returns what stayed. */
export async function takeBack(options: AefOptions, presence: Presence): Promise<Remainder[]> {
  const { registration, publication, subscription } = presence;
  const { aef, apf, amf } = registration;
  const farewells: Farewell[] = [
    ...(subscription === undefined
      ? []
      : [{ what: 'subscription', purpose: 'unsubscription', by: aef, resource: subscription.resource }]),
    ...(publication === undefined
      ? []
      : [{ what: 'service API', purpose: 'unpublish', by: apf, resource: publication.resource }]),
    { what: 'registration', purpose: 'deregistration', by: amf, resource: registration.resource },
  ];
  const left: Remainder[] = [];
  for (const farewell of farewells) {
    const why = await remove(options, farewell);
    const named = farewell.resource ?? `of ${farewell.by.id}`;
    if (why !== undefined) left.push({ what: `${farewell.what} ${named}`, why });
  }
  return left;
}

/** @returns why it stayed, or undefined when it is gone. */
async function remove(options: AefOptions, { purpose, by, resource }: Farewell): Promise<string | undefined> {
  if (resource === undefined) return 'no Location of it was given, so nobody knows what to DELETE';
  const { identity } = by;
  const request = { purpose, method: 'DELETE', path: resource, identity, timeoutMs: FAREWELL_MS };
  try {
    const { exchange } = await ask(options, options.ccfRoot, request);
    const status = exchange.response?.status;
    if (status === undefined) return `DELETE was not answered: ${exchange.failure?.message ?? 'nothing came'}`;
    const isGone = (status >= 200 && status < 300) || status === 404 || status === 410;
    return isGone ? undefined : `DELETE was answered ${status}`;
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
