/** CAPIF_API_Invoker_Management_API (TS 29.222 8.4): onboarding, changes of the profile, offboarding. */
import { APIInvokerEnrolmentDetails, APIInvokerEnrolmentDetailsPatch } from '../capif/enrolment.ts';
import { ApiInvokerId, OnboardingId } from '../capif/ids.ts';
import { paths } from '../capif/paths.ts';
import { problem } from '../capif/problem.ts';
import { randomId, randomToken } from '../wire/dice.ts';
import { currentConnection } from './connection.ts';
import { notYours, requireSubject } from './identity.ts';
import { conform, EarlyAnswer, json, mergePatch, negotiated, readJson, readPatch, refusal } from './messages.ts';
import { type CcfNode, isEnrolled } from './node.ts';
import { publish } from './notification.ts';
import { Offboarding, offboard } from './offboarding.ts';
import { certify, enter, readKeyMaterial } from './registrar.ts';
import type { Route, RoutedRequest } from './routing.ts';
import { credentialsOf, type Profile, type Subject } from './state.ts';

const COLLECTION = '/api-invoker-management/v1/onboardedInvokers';
const RESOURCE = `${COLLECTION}/{onboardingId}`;

type Invoker = Extract<Subject, { role: 'invoker' }>;

export function invokerManagementRoutes(node: CcfNode): Route[] {
  return [
    { method: 'DELETE', path: RESOURCE, answer: (asked) => leave(node, asked) },
    { method: 'PUT', path: RESOURCE, answer: (asked) => replace(node, asked) },
    { method: 'PATCH', path: RESOURCE, answer: (asked) => modify(node, asked) },
    onboardingRoute(node),
  ];
}

/** Apart from the others, for it needs no client certificate: the invoker gets its first one here. */
export function onboardingRoute(node: CcfNode): Route {
  return { method: 'POST', path: COLLECTION, answer: (asked) => onboard(node, asked) };
}

async function onboard(node: CcfNode, { request }: RoutedRequest): Promise<Response> {
  requireBearer(node, request);
  const asked = await readJson(request, APIInvokerEnrolmentDetails);
  const keys = await readKeyMaterial(node, asked.onboardingInformation.apiInvokerPublicKey, 'apiInvokerPublicKey');
  const apiInvokerId = ApiInvokerId.parse(randomId('INV'));
  const onboardingId = OnboardingId.parse(node.behaviour.form.onboardingId(apiInvokerId, randomId('ONB')));
  const credential = await certify(node, { role: 'invoker', id: apiInvokerId, onboardingId }, keys);
  const onboardingSecret = node.behaviour.access.givesSecret ? randomToken(32) : undefined;

  const details = enrolled(asked, apiInvokerId, credential.certificate);
  node.state.enrolments.set(apiInvokerId, { apiInvokerId, onboardingId, leaving: false });
  node.state.profiles.set(onboardingId, { apiInvokerId, details });
  if (onboardingSecret !== undefined) node.state.onboardingSecrets.set(apiInvokerId, onboardingSecret);
  enter(node, credential);
  void publish(node, { event: 'API_INVOKER_ONBOARDED', detail: { apiInvokerIds: [apiInvokerId] } });

  const location = node.behaviour.form.location(node.tls.apiRoot(), paths.onboardedInvoker(onboardingId));
  // The only time that the secret is told.
  const onboardingInformation = { ...details.onboardingInformation, ...(onboardingSecret && { onboardingSecret }) };
  return json(201, { ...details, onboardingInformation }, { location });
}

async function replace(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { invoker } = own(node, asked);
  return update(node, invoker, await readJson(asked.request, APIInvokerEnrolmentDetails));
}

async function modify(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { invoker, profile } = own(node, asked);
  const patch = await readPatch(asked.request, APIInvokerEnrolmentDetailsPatch);
  return update(node, invoker, conform(mergePatch(profile.details, patch), APIInvokerEnrolmentDetails));
}

/** Another public key gets another certificate, which replaces the old one; a CCF may certify the same key anew, too. */
async function update(node: CcfNode, invoker: Invoker, asked: APIInvokerEnrolmentDetails): Promise<Response> {
  const keys = await readKeyMaterial(node, asked.onboardingInformation.apiInvokerPublicKey, 'apiInvokerPublicKey');
  const current = credentialsOf(node.state, invoker.id)[0];
  const another = current !== undefined && node.behaviour.access.certifiesAnew(current.publicKey !== keys.publicKey);
  const renewed = another ? await certify(node, invoker, keys) : undefined;
  const certificate = (renewed ?? current)?.certificate;
  const details = enrolled(asked, invoker.id, certificate);
  // Offboarded meanwhile: there is no profile to keep this in, and nobody to certify.
  if (isEnrolled(node, invoker.id)) {
    if (renewed) enter(node, renewed);
    node.state.profiles.set(invoker.onboardingId, { apiInvokerId: invoker.id, details });
    void publish(node, { event: 'API_INVOKER_UPDATED', detail: { apiInvokerIds: [invoker.id] } });
  }
  return json(200, details);
}

function leave(node: CcfNode, { param }: RoutedRequest): Promise<Response> {
  return offboard(new Offboarding(node, currentConnection(), OnboardingId.parse(param('onboardingId'))));
}

/** The invoker that asks, and the profile, which must be its own. */
function own(node: CcfNode, { param }: RoutedRequest): { invoker: Invoker; profile: Profile } {
  const subject = requireSubject(node, { action: 'modify-profile' });
  const profile = node.state.profiles.get(OnboardingId.parse(param('onboardingId')));
  if (profile === undefined)
    throw refusal(404, 'no API invoker is onboarded under this onboarding ID', 'RESOURCE_NOT_FOUND');
  if (subject.role !== 'invoker' || subject.id !== profile.apiInvokerId) throw notYours();
  return { invoker: subject, profile };
}

/** A profile as it is kept and shown: what the CCF assigns put in, the secret left out. */
function enrolled(
  { supportedFeatures, ...asked }: APIInvokerEnrolmentDetails,
  apiInvokerId: ApiInvokerId,
  certificate: string | undefined,
): APIInvokerEnrolmentDetails {
  const {
    onboardingSecret: _secret,
    apiInvokerCertificate: _certificate,
    ...information
  } = asked.onboardingInformation;
  return {
    ...asked,
    apiInvokerId,
    onboardingInformation: { ...information, ...(certificate && { apiInvokerCertificate: certificate }) },
    ...negotiated(supportedFeatures),
  };
}

/** @throws EarlyAnswer 401 without the onboarding credential (TS 33.122 6.1). */
function requireBearer(node: CcfNode, request: Request): void {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (node.behaviour.access.onboards(given, node)) return;
  const refused = problem(401, 'onboarding needs "Authorization: Bearer" with the onboarding credential');
  refused.headers.set('www-authenticate', 'Bearer');
  throw new EarlyAnswer(refused);
}
