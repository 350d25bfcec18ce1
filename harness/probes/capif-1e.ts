/** Probes by the invoker's own old credentials on CAPIF-1e: is it still recognised, and has it still a profile? */

import { AccessTokenErr } from '../../simulators/capif/security.ts';
import { type ApiInvoker, createInvoker } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { isOffboarded } from '../actions/is-offboarded.ts';
import { invokerOptions, SECURITY_METHOD } from '../actions/nodes.ts';
import { role } from '../actions/stage.ts';
import { classify, type ProbeResult } from './classify.ts';
import { type Asking, notAvailable, type Probe } from './probe.ts';

/** One that still holds what the subject was given at onboarding; every request without a session is a new connection and a full handshake. */
export function oldSelf({ stage, subject, observer }: Asking): ApiInvoker {
  const credentials = role(stage, subject).invoker.snapshot();
  return createInvoker({ ...invokerOptions(stage, `${subject}: probe`), credentials, observer });
}

export const discovery: Probe['ask'] = async (asking) => classify(await oldSelf(asking).discover(asking.session));

/** An API invoker may subscribe to events at the same CCF, by the same certificate. */
export const events: Probe['ask'] = async (asking) =>
  classify(await oldSelf(asking).subscribeForAMoment(asking.session));

export const profilePatch: Probe['ask'] = (asking) => updating(asking, (self) => self.modifyProfile(asking.session));

export const profilePut: Probe['ask'] = (asking) => updating(asking, (self) => self.replaceProfile(asking.session));

/** A CCF may certify the key anew when it is updated: then that is the certificate which offboarding has to end. */
async function updating(asking: Asking, update: (self: ApiInvoker) => Promise<HttpExchange>): Promise<ProbeResult> {
  const { stage, subject } = asking;
  const self = oldSelf(asking);
  const { certificate: before } = self.snapshot();
  const exchange = await update(self);
  const { certificate } = self.snapshot();
  // What somebody is issued who is offboarded is not to be taken up.
  const isGone = subject === 'victim' && isOffboarded(stage);
  if (!isGone && certificate !== undefined && certificate.certificate !== before?.certificate) {
    const { invoker, everyday } = role(stage, subject);
    invoker.renew(certificate);
    // It was opened with the other.
    await everyday.close();
  }
  return classify(exchange);
}

export const contextWrite: Probe['ask'] = async (asking) => {
  const api = asking.stage.aefs.get('aef-1')?.aef.serviceApi;
  if (api === undefined) return notAvailable('no AEF is on stage whose API could be secured');
  const method = SECURITY_METHOD[asking.stage.method];
  const result = classify(await oldSelf(asking).secureWith(method, api));
  // It may be refused for being there already, and be updated by the same certificate all the same.
  if (result.facts.status !== 403 && result.facts.status !== 409) return result;
  const update = classify(await oldSelf(asking).updateSecurityContext(method, api));
  return update.outcome === 'accepted' ? { ...update, seen: `${update.seen} on an update` } : result;
};

export const token: Probe['ask'] = async (asking) =>
  classifyToken(await oldSelf(asking).requestToken({ withSecret: false }, asking.session));

export const tokenWithSecret: Probe['ask'] = async (asking) =>
  classifyToken(await oldSelf(asking).requestToken({ withSecret: true }, asking.session));

export const secretAlone: Probe['ask'] = async (asking) =>
  classifyToken(await oldSelf(asking).requestToken({ withSecret: true, withCertificate: false }));

export const discoveryAsOther: Probe['ask'] = async (asking) => {
  const other = asking.stage.invokers.get('bystander')?.invoker.apiInvokerId;
  if (other === undefined) return notAvailable('no bystander is on stage whose ID could be shown');
  return classify(await oldSelf(asking).discoverAs(other));
};

/** RFC 6749 5.2 says 400 for credentials that are no (longer) good; only its error code tells that from a bad request. */
const REFUSING_ERRORS: ReadonlySet<string> = new Set(['invalid_client', 'invalid_grant', 'unauthorized_client']);

function classifyToken(exchange: HttpExchange): ProbeResult {
  const { response } = exchange;
  if (response?.status !== 400) return classify(exchange);
  const error = errorCode(response.body);
  const outcome = REFUSING_ERRORS.has(error) ? 'refused' : 'wrong-cause';
  return { outcome, seen: `400 ${error}`.trim(), facts: { status: 400 } };
}

function errorCode(body: string): string {
  try {
    return AccessTokenErr.safeParse(JSON.parse(body)).data?.error ?? '';
  } catch {
    return '';
  }
}
