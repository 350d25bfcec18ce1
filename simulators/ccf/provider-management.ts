/** CAPIF_API_Provider_Management_API (TS 29.222 8.9): how the functions of a provider domain get their ids and certificates. */
import { AefId, AmfId, ApfId, ApiProvDomId } from '../capif/ids.ts';
import { paths } from '../capif/paths.ts';
import {
  APIProviderEnrolmentDetails,
  APIProviderEnrolmentDetailsPatch,
  type APIProviderFunctionDetails,
} from '../capif/provider.ts';
import { randomId } from '../wire/dice.ts';
import { dissolve, leaveDomain } from './deregistration.ts';
import { notYours, requireSubject } from './identity.ts';
import { conform, json, mergePatch, negotiated, noContent, readJson, readPatch, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import { certify, enter, type KeyMaterial, readKeyMaterial } from './registrar.ts';
import type { Route, RoutedRequest } from './routing.ts';
import { type Credential, credentialsOf, type ProviderDomain, type Subject } from './state.ts';

const COLLECTION = '/api-provider-management/v1/registrations';
const RESOURCE = `${COLLECTION}/{registrationId}`;

export function providerManagementRoutes(node: CcfNode): Route[] {
  return [
    registrationRoute(node),
    { method: 'PUT', path: RESOURCE, answer: (asked) => replace(node, asked) },
    { method: 'PATCH', path: RESOURCE, answer: (asked) => modify(node, asked) },
    { method: 'DELETE', path: RESOURCE, answer: (asked) => remove(node, asked) },
  ];
}

/** Apart from the others, for it needs no client certificate: the functions get their first ones here. */
export function registrationRoute(node: CcfNode): Route {
  return { method: 'POST', path: COLLECTION, answer: (asked) => register(node, asked) };
}

async function register(node: CcfNode, { request }: RoutedRequest): Promise<Response> {
  const asked = await readJson(request, APIProviderEnrolmentDetails);
  const apiProvDomId = ApiProvDomId.parse(randomId('DOM'));
  const details = await enrol(node, apiProvDomId, asked);
  const location = node.behaviour.form.location(node.tls.apiRoot(), paths.registration(apiProvDomId));
  return json(201, details, { location });
}

async function replace(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { apiProvDomId } = own(node, asked);
  return json(200, await enrol(node, apiProvDomId, await readJson(asked.request, APIProviderEnrolmentDetails)));
}

async function modify(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { apiProvDomId, details } = own(node, asked);
  const patch = await readPatch(asked.request, APIProviderEnrolmentDetailsPatch);
  const patched = conform(mergePatch(details, patch), APIProviderEnrolmentDetails);
  return json(200, await enrol(node, apiProvDomId, patched));
}

function remove(node: CcfNode, asked: RoutedRequest): Response {
  dissolve(node, own(node, asked));
  return noContent();
}

/** Certifies what is new, keeps what is known, and lets go of the functions that are no longer named. */
async function enrol(
  node: CcfNode,
  apiProvDomId: ApiProvDomId,
  { suppFeat, ...asked }: APIProviderEnrolmentDetails,
): Promise<APIProviderEnrolmentDetails> {
  if (!node.behaviour.access.registers(asked.regSec, node)) {
    throw refusal(403, 'regSec is not the registration credential of this CAPIF core function');
  }
  const known = node.state.domains.get(apiProvDomId)?.details.apiProvFuncs ?? [];
  const functions: { credential: Credential; shown: APIProviderFunctionDetails }[] = [];
  for (const one of asked.apiProvFuncs ?? []) {
    const keys = await readKeyMaterial(node, one.regInfo.apiProvPubKey, 'regInfo.apiProvPubKey');
    const subject = subjectOf(one, apiProvDomId, known);
    const credential = kept(node, subject, keys) ?? (await certify(node, subject, keys));
    const regInfo = { ...one.regInfo, apiProvCert: credential.certificate };
    functions.push({ credential, shown: { ...one, apiProvFuncId: subject.id, regInfo } });
  }
  // Nothing is changed before everything was found right.
  const apiProvFuncs = functions.map(({ shown }) => shown);
  const staying = new Set(apiProvFuncs.map(({ apiProvFuncId }) => apiProvFuncId));
  for (const { apiProvFuncId } of known) {
    if (apiProvFuncId !== undefined && !staying.has(apiProvFuncId)) leaveDomain(node, apiProvFuncId);
  }
  for (const { credential } of functions) {
    if (!node.state.credentials.has(credential.fingerprint)) enter(node, credential);
  }
  const { supportedFeatures } = negotiated(suppFeat);
  const details: APIProviderEnrolmentDetails = {
    ...asked,
    apiProvDomId,
    ...(apiProvFuncs.length > 0 && { apiProvFuncs }),
    ...(supportedFeatures !== undefined && { suppFeat: supportedFeatures }),
  };
  node.state.domains.set(apiProvDomId, { apiProvDomId, details });
  return details;
}

/** The certificate that a function already has for this very key. */
function kept(node: CcfNode, { id }: Subject, { publicKey }: KeyMaterial): Credential | undefined {
  return credentialsOf(node.state, id).find((credential) => credential.publicKey === publicKey);
}

/** A function keeps its id if it is of this domain already; a new one gets one that says its role. */
function subjectOf(
  { apiProvFuncId, apiProvFuncRole: role }: APIProviderFunctionDetails,
  domain: ApiProvDomId,
  known: readonly APIProviderFunctionDetails[],
): Subject {
  const same = known.some((one) => one.apiProvFuncId === apiProvFuncId && one.apiProvFuncRole === role);
  const id = same && apiProvFuncId !== undefined ? apiProvFuncId : randomId(role);
  switch (role) {
    case 'AEF':
      return { role, id: AefId.parse(id), domain };
    case 'APF':
      return { role, id: ApfId.parse(id), domain };
    case 'AMF':
      return { role, id: AmfId.parse(id), domain };
    default:
      throw refusal(400, 'apiProvFuncRole: expected AEF, APF or AMF', 'INVALID_MSG_FORMAT');
  }
}

/** The registration, which any function of its domain may change. */
function own(node: CcfNode, { param }: RoutedRequest): ProviderDomain {
  const subject = requireSubject(node);
  const domain = node.state.domains.get(ApiProvDomId.parse(param('registrationId')));
  if (domain === undefined) throw refusal(404, 'no provider domain is registered under this ID', 'RESOURCE_NOT_FOUND');
  if (subject.role === 'invoker' || subject.domain !== domain.apiProvDomId) throw notYours();
  return domain;
}
