/** What an enrolled API invoker does on CAPIF-1e, each a request on a mutually authenticated TLS session. */
import { z } from 'zod';
import { below } from '../capif/api-root.ts';
import type { APIInvokerEnrolmentDetailsPatch } from '../capif/enrolment.ts';
import { FORM_TYPE, JSON_TYPE, MERGE_PATCH_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import { AccessTokenRsp } from '../capif/security.ts';
import { scopeOf } from '../capif/service-api.ts';
import { issuedFor } from '../pki/certificates.ts';
import { randomId } from '../wire/dice.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import type { HttpRequestOptions } from '../wire/types.ts';
import { jsonOf } from './answers.ts';
import { profileOf } from './onboarding.ts';
import { dialectOf, type InvokerNode, needed } from './options.ts';
import { openAnonymousSession, openSession, send, withSession } from './sessions.ts';
import type { AssignedIdentity } from './state.ts';

/** The identity that the CCF assigned. @throws MissingCredential before onboarding and after offboarding. */
export function identityOf(node: InvokerNode): AssignedIdentity {
  return needed(node, node.state.held.identity, 'API invoker ID', 'onboard()');
}

/** Path of the invoker's own resource. @throws MissingCredential when the CCF never told it. */
export function ownResource(node: InvokerNode): string {
  return needed(node, identityOf(node).resource, 'resource (the CCF gave no Location at onboarding)', 'onboard()');
}

/** Discover_Service_API (TS 29.222 5.2.2.2). */
export function discover(
  node: InvokerNode,
  session?: Requesting,
  apiInvokerId: string = identityOf(node).apiInvokerId,
): Promise<HttpExchange> {
  const path = below(node.options.apiRoot, paths.allServiceApis(apiInvokerId));
  return onSession(node, session, { method: 'GET', path });
}

/** Update_API_Invoker_Details by merge patch: changes `apiInvokerInformation`, nothing else. */
export async function modifyProfile(node: InvokerNode, session?: Requesting): Promise<HttpExchange> {
  const patch: z.input<typeof APIInvokerEnrolmentDetailsPatch> = {
    apiInvokerInformation: randomId(`${node.options.label} `),
  };
  const exchange = await onSession(node, session, {
    method: 'PATCH',
    path: ownResource(node),
    headers: { 'content-type': MERGE_PATCH_TYPE },
    body: JSON.stringify(patch),
  });
  takeCertificate(node, exchange);
  return exchange;
}

/** Update_API_Invoker_Details by replacement: the profile of onboarding with another `apiInvokerInformation`. */
export async function replaceProfile(node: InvokerNode, session?: Requesting): Promise<HttpExchange> {
  const { apiInvokerId, apiInvokerPublicKey, notificationDestination } = identityOf(node);
  const { idInProfile } = dialectOf(node).onboard;
  const profile = { ...profileOf(node, apiInvokerPublicKey), notificationDestination };
  const exchange = await onSession(node, session, {
    method: 'PUT',
    path: ownResource(node),
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify(idInProfile ? { ...profile, apiInvokerId } : profile),
  });
  if (idInProfile) node.options.onTolerated?.(idInProfile, exchange.connection);
  takeCertificate(node, exchange);
  return exchange;
}

const Updated = z.object({ onboardingInformation: z.object({ apiInvokerCertificate: z.string() }) });

/** A CCF may certify the same key anew upon an update, and have done with the certificate of before. */
function takeCertificate({ state }: InvokerNode, exchange: HttpExchange): void {
  const issued = jsonOf(exchange, 200, Updated)?.onboardingInformation.apiInvokerCertificate;
  const held = state.held.certificate;
  if (issued === undefined || held === undefined || issued === held.certificate) return;
  const certificate = issuedFor(issued, held.key);
  if (certificate !== undefined) state.hold({ certificate: { ...held, certificate } });
}

/** What a token request shows. */
export interface TokenCredentials {
  /** The onboarding secret as `client_secret`. */
  readonly withSecret: boolean;
  /** The certificate, in the handshake. Default true. */
  readonly withCertificate?: boolean;
}

/**
 * Obtain_Authorization (TS 33.122 6.5.2.3, RFC 6749 4.4): an access token for every API of the security context that uses tokens.
 * A token that comes is kept.
 * @throws MissingCredential without such an API, or without a secret to send.
 */
export async function requestToken(
  node: InvokerNode,
  { withSecret, withCertificate = true }: TokenCredentials,
  session?: Requesting,
): Promise<HttpExchange> {
  const { context, onboardingSecret } = node.state.held;
  const { apiInvokerId } = identityOf(node);
  const apis = context.filter(({ method }) => method === 'OAUTH').map(({ api }) => api);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: apiInvokerId,
    scope: scopeOf(
      needed(node, apis.length > 0 ? apis : undefined, 'OAUTH security context', "secureWith('OAUTH', api)"),
    ),
  });
  if (withSecret) form.set('client_secret', needed(node, onboardingSecret, 'onboarding secret', 'onboard()'));
  const request: HttpRequestOptions = {
    method: 'POST',
    path: below(node.options.apiRoot, paths.token(apiInvokerId)),
    headers: { 'content-type': FORM_TYPE },
    body: form.toString(),
  };
  const exchange = withCertificate
    ? await onSession(node, session, request)
    : await withSession(
        session,
        () => openAnonymousSession(node),
        (open) => send(node, open, request),
      );
  takeToken(node, exchange);
  return exchange;
}

function takeToken(node: InvokerNode, exchange: HttpExchange): void {
  const { options, state } = node;
  const { status } = dialectOf(node).token;
  const granted = jsonOf(exchange, status?.code ?? 200, AccessTokenRsp.pick({ access_token: true }));
  if (granted === undefined) return;
  options.onSecret?.('access token', granted.access_token);
  state.hold({ accessToken: granted.access_token });
  if (status) options.onTolerated?.(status.deviation, exchange.connection);
}

/** One request on the session given, or on one of its own. @throws WireError when its own session does not come about. */
export function onSession(
  node: InvokerNode,
  session: Requesting | undefined,
  request: HttpRequestOptions,
): Promise<HttpExchange> {
  return withSession(
    session,
    () => openSession(node),
    (open) => send(node, open, request),
  );
}
