/** Obtaining a security method (TS 33.122 6.3.1.2, 6.5.2; TS 29.222 5.6.2.2): the security context, and the AEFPSK that comes with it. */
import type { z } from 'zod';
import { deriveAefPsk } from '../capif/aefpsk.ts';
import { below } from '../capif/api-root.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceSecurity } from '../capif/security.ts';
import { interfaceInformationOf, type ServiceApi } from '../capif/service-api.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import type { ClientSession, SessionSecrets } from '../wire/types.ts';
import { identityOf } from './capif-1e.ts';
import type { InvokerNode } from './options.ts';
import { openSession, type SessionOptions, send, withSession } from './sessions.ts';

/** Annex A takes the master secret and session ID of TLS 1.2, and both ends know the same ID only without session tickets. */
const FOR_AEFPSK: SessionOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', tickets: false };

/** A session without secrets will do for every method but PSK. */
export type SecuringSession = Requesting & Partial<Pick<ClientSession, 'secrets'>>;

/**
 * Puts the security context: from now on these APIs, and no others, are used with this method. For PSK the AEFPSKs are derived from
 * the TLS session that carried the request; where that session has no secrets to derive from, none is kept.
 * @param session for another session than one of its own. For PSK it must be TLS 1.2 without tickets.
 * @param how `update`: the context that is there is replaced (POST …/update) rather than made.
 * @throws WireError when its own session does not come about.
 */
export async function secureWith(
  node: InvokerNode,
  method: KnownSecurityMethod,
  apis: readonly ServiceApi[],
  session?: SecuringSession,
  how: 'create' | 'update' = 'create',
): Promise<HttpExchange> {
  const { apiInvokerId, notificationDestination } = identityOf(node);
  const context: z.input<typeof ServiceSecurity> = {
    securityInfo: apis.map(({ aefId, apiId }) => ({ aefId, apiId, prefSecurityMethods: [method] })),
    notificationDestination,
    supportedFeatures: '0',
  };
  const { exchange, secrets } = await withSession(
    session,
    () => openSession(node, method === 'PSK' ? FOR_AEFPSK : {}),
    async (open) => {
      const request = send(node, open, {
        method: how === 'create' ? 'PUT' : 'POST',
        path: below(
          node.options.apiRoot,
          how === 'create' ? paths.trustedInvoker(apiInvokerId) : paths.trustedInvokerUpdate(apiInvokerId),
        ),
        headers: { 'content-type': JSON_TYPE },
        body: JSON.stringify(context),
      });
      return { exchange: await request, secrets: open.secrets?.() };
    },
  );
  if (exchange.response?.status === (how === 'create' ? 201 : 200)) {
    const aefPsks = method === 'PSK' && secrets !== undefined ? derive(node, apis, secrets) : new Map<string, Buffer>();
    node.state.hold({ context: apis.map((api) => ({ api, method })), aefPsks });
  }
  return exchange;
}

/** One AEFPSK for each AEF, by AEF ID. */
function derive({ options }: InvokerNode, apis: readonly ServiceApi[], secrets: SessionSecrets): Map<string, Buffer> {
  return new Map(
    apis.map((api) => {
      const interfaceInformation = interfaceInformationOf(api, options.interfaceInformation);
      const key = deriveAefPsk({ ...secrets, interfaceInformation });
      options.onSecret?.('AEFPSK', key);
      return [api.aefId, key];
    }),
  );
}
