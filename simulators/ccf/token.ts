/** CAPIF_Security_API (TS 29.222 8.5), access tokens: the token endpoint of OAuth 2.0 client credentials (TS 33.122 6.5.2.3). */
import { ApiInvokerId } from '../capif/ids.ts';
import { FORM_TYPE } from '../capif/operation-table.ts';
import { type AccessTokenErr, AccessTokenReq, type AccessTokenRsp } from '../capif/security.ts';
import { calendarNow } from '../wire/clock.ts';
import { currentConnection } from './connection.ts';
import { identify, requireInvoker } from './identity.ts';
import { EarlyAnswer, json, requireType } from './messages.ts';
import { type CcfNode, isEnrolled } from './node.ts';
import type { Route, RoutedRequest } from './routing.ts';
import { formatScope, grantedApis, parseScope, type ScopeItem } from './scope.ts';
import { hashOf } from './token-form.ts';

const VALID_SECONDS = 600;
/** RFC 6749 5.1: neither tokens nor refusals are to be cached. */
const HEADERS = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function tokenRoutes(node: CcfNode): Route[] {
  const path = '/capif-security/v1/securities/{securityId}/token';
  return [{ method: 'POST', path, answer: (asked) => obtainToken(node, asked) }];
}

async function obtainToken(node: CcfNode, { request, param }: RoutedRequest): Promise<Response> {
  requireType(request, FORM_TYPE);
  const form = Object.fromEntries(new URLSearchParams(await request.text()));
  const apiInvokerId =
    bySecret(node, param('securityId'), form.client_secret) ??
    authenticate(node, param('securityId'), form.client_secret !== undefined);
  const asked = readForm(form);
  if (asked.client_id !== apiInvokerId)
    throw denial(400, 'invalid_client', 'client_id is not the ID in the certificate');
  const secret = node.state.onboardingSecrets.get(apiInvokerId);
  if (asked.client_secret !== undefined && !node.behaviour.access.acceptsSecret(asked.client_secret, secret)) {
    throw denial(400, 'invalid_client', 'client_secret is not the onboarding secret');
  }
  const scope = formatScope(scopeFor(node, apiInvokerId, asked.scope));
  const expiresAt = Math.floor(calendarNow().getTime() / 1000) + VALID_SECONDS;
  const token = await node.behaviour.access.tokens.issue({ apiInvokerId, scope, expiresAt }, node);
  // Offboarded meanwhile: what was established for it is deleted already, and stays so.
  if (isEnrolled(node, apiInvokerId)) node.state.tokens.set(hashOf(token), { apiInvokerId, expiresAt });
  const answer: AccessTokenRsp = { access_token: token, token_type: 'Bearer', expires_in: VALID_SECONDS, scope };
  return json(200, answer, HEADERS);
}

/** By the onboarding secret, of somebody who shows no certificate and where that is enough. */
function bySecret(node: CcfNode, securityId: string, secret: string | undefined): ApiInvokerId | undefined {
  const { secretAuthenticates, acceptsSecret } = node.behaviour.access;
  if (!secretAuthenticates || secret === undefined || identify(node, currentConnection()).known !== 'nobody')
    return undefined;
  const id = ApiInvokerId.parse(securityId);
  const issued = node.state.onboardingSecrets.get(id);
  return issued !== undefined && acceptsSecret(secret, issued) ? id : undefined;
}

/** By certificate. A 401 of this endpoint is an OAuth error, not problem details (TS 29.222). */
function authenticate(node: CcfNode, securityId: string, secretGiven: boolean): ApiInvokerId {
  try {
    return requireInvoker(node, securityId, { action: 'obtain-token', secretGiven });
  } catch (thrown) {
    if (!(thrown instanceof EarlyAnswer) || thrown.response.status !== 401) throw thrown;
    const { known } = identify(node, currentConnection());
    const status = known === 'former' ? node.behaviour.access.formerTokenStatus : 401;
    throw denial(status, 'invalid_client', 'the client certificate is not that of an enrolled API invoker');
  }
}

function readForm(form: Record<string, string>): AccessTokenReq {
  const { grant_type: grantType } = form;
  if (grantType !== undefined && grantType !== 'client_credentials') {
    throw denial(400, 'unsupported_grant_type', 'grant_type: expected client_credentials');
  }
  const result = AccessTokenReq.safeParse(form);
  if (result.success) return result.data;
  const members = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw denial(400, 'invalid_request', members.join('; '));
}

/** What the invoker asked for, if it may have all of that; all it may have, if it did not say. */
function scopeFor(node: CcfNode, apiInvokerId: ApiInvokerId, asked: string | undefined): ScopeItem[] {
  const granted = grantedApis(node.state, apiInvokerId);
  if (granted.length === 0) {
    throw denial(400, 'unauthorized_client', 'no security context of this API invoker says OAUTH; make one first');
  }
  if (asked === undefined) return granted;
  const wanted = parseScope(asked);
  if (wanted === undefined)
    throw denial(400, 'invalid_scope', 'scope: expected 3gpp#aefId:apiName,apiName;aefId:apiName');
  const within = wanted.every(({ aefId, apiNames }) => {
    const may = granted.filter((grant) => grant.aefId === aefId).flatMap((grant) => grant.apiNames);
    return apiNames.every((name) => may.includes(name));
  });
  if (!within) throw denial(400, 'invalid_scope', 'scope: goes beyond what the security context grants');
  return wanted;
}

function denial(status: 400 | 401, error: AccessTokenErr['error'], description: string): EarlyAnswer {
  const body: AccessTokenErr = { error, error_description: description };
  return new EarlyAnswer(json(status, body, HEADERS));
}
