/** Every freedom of the specification that the reference CCF can use. All are compliant: no check may fail any of them. */
import { createPublicKey } from 'node:crypto';
import { problem } from '../capif/problem.ts';
import { createAuthority } from '../pki/authority.ts';
import { chunked, withContentLength, withoutKeepAlive } from '../wire/answer-forms.ts';
import {
  access,
  both,
  type Deviation,
  deletingLate,
  form,
  listener,
  notification,
  notifyingFirst,
  tls,
} from './deviation.ts';
import { extended, withExtraMembersInBody } from './extra-members.ts';
import { json } from './messages.ts';
import { isOffboarding, namedToOffboard, requester } from './requester.ts';
import { OPAQUE } from './token-form.ts';

export const CCF_VARIANTS = {
  'refuses-with-403': {
    describe: 'An old certificate is answered 403.',
    change: access({ formerStatus: 403 }),
  },
  'refuses-with-404': {
    describe: 'An old certificate is answered 404.',
    change: access({ formerStatus: 404 }),
  },
  'closes-on-old-certificate': {
    describe: 'A connection with an old certificate is ended right after the handshake.',
    change: tls({ turnsAway: ({ known }) => known === 'former' }),
  },
  'tls-1.2-only': { describe: 'Speaks TLS 1.2 only.', change: listener({ maxVersion: 'TLSv1.2' }) },
  'tls-1.3-only': { describe: 'Speaks TLS 1.3 only.', change: listener({ minVersion: 'TLSv1.3' }) },
  'no-resumption': { describe: 'Every TLS handshake is a full one.', change: listener({ resumption: false }) },
  http2: { describe: 'Offers HTTP/2.', change: listener({ http2: true }) },
  'no-content-with-length': {
    describe: 'A 204 carries Content-Length: 0.',
    change: form({ answer: withContentLength }),
  },
  'same-ids': {
    describe: 'The onboarding ID equals the API invoker ID.',
    change: form({ onboardingId: (apiInvokerId) => apiInvokerId }),
  },
  'relative-location': {
    describe: 'Location headers are relative.',
    change: form({ location: (_apiRoot, path) => path }),
  },
  'notifies-before-answer': {
    describe: 'The notification is sent before the answer.',
    change: notifyingFirst,
  },
  'extra-members': {
    describe: 'Every JSON object that is sent has a member that TS 29.222 does not know.',
    change: both(
      form({ answer: withExtraMembersInBody }),
      notification({ notice: (notice) => ({ ...notice, body: extended(notice.body) }) }),
    ),
  },
  'per-invoker-ca': {
    describe: 'Each API invoker certificate comes from a CA of its own, which is trusted until the offboarding.',
    change: access({
      authorityFor: ({ role, id }, own) => (role === 'invoker' ? createAuthority(`CAPIF CA of ${id}`) : own),
      // A certificate in force is known octet by octet, and the handshake proved its key: that is as good as its CA in the trust.
      trusts: (peer, credential) => peer.verified || credential !== undefined,
    }),
  },
  'opaque-token': {
    describe: 'Access tokens are opaque; AEFs get the SHA-256 hashes of those in force.',
    change: access({ tokens: OPAQUE }),
  },
  'deletes-a-little-late': {
    describe: 'All deletion takes effect 150 ms after the answer.',
    change: deletingLate(150),
  },
  'chunked-bodies': {
    describe: 'Bodies are sent chunked.',
    change: form({ answer: chunked }),
  },
  'connection-close': {
    describe: 'Every answer says Connection: close, and the connection ends.',
    change: form({ answer: withoutKeepAlive }),
  },
  'token-invalid-client': {
    describe: 'The token endpoint refuses an old certificate with 400 invalid_client.',
    change: access({ formerTokenStatus: 400 }),
  },
  'secret-without-certificate': {
    describe: 'The token endpoint knows an API invoker by its onboarding secret, where it shows no certificate.',
    change: access({ secretAuthenticates: true }),
  },
  'demands-secret': {
    describe: 'The token endpoint wants the onboarding secret beside the certificate.',
    change: access({
      gate: async (request) => {
        if (!new URL(request.url).pathname.endsWith('/token')) return undefined;
        const form = new URLSearchParams(await request.clone().text());
        return form.has('client_secret') ? undefined : json(401, { error: 'invalid_client' });
      },
    }),
  },
  'events-for-providers-only': {
    describe: 'API invokers may not subscribe to events.',
    change: access({
      gate: (request, connection, node) =>
        new URL(request.url).pathname.includes('/capif-events/') && requester(node, connection) !== undefined
          ? problem(403, 'events are for provider functions')
          : undefined,
    }),
  },
  'ends-on-others-ids': {
    describe: 'Asked to offboard anybody else than the one who asks, it ends the connection without an answer.',
    change: access({
      gate: (request, connection, node) => {
        const asking = requester(node, connection);
        if (!isOffboarding(request) || asking === undefined) return undefined;
        if (namedToOffboard(request, node) === asking) return undefined;
        connection.end();
        return Response.error();
      },
    }),
  },
  'notifies-over-http2': {
    describe: 'Offers HTTP/2, and notifies over nothing else.',
    change: both(listener({ http2: true }), notification({ alpn: ['h2'] })),
  },
  'certifies-anew': {
    describe: 'Each update of a profile gets a new certificate for the same key; the one before is worth nothing then.',
    change: access({ certifiesAnew: () => true }),
  },
  'certifies-rsa-alone': {
    describe: 'Issues certificates for RSA keys alone.',
    change: access({ certifies: (publicKey) => createPublicKey(publicKey).asymmetricKeyType === 'rsa' }),
  },
  'certificates-without-armour': {
    describe: 'Issues certificates as base64 of DER, without the lines that make it PEM.',
    change: form({ answer: withoutArmour }),
  },
  'separate-onboarding-port': {
    describe:
      'Onboarding, registration and CRL have a port of their own; the other refuses old certificates in the handshake.',
    change: tls({ separateOnboardingPort: true }),
  },
} satisfies Record<string, Deviation>;

/** Of what is created, for what is shown later is nobody's certificate to use. */
async function withoutArmour(response: Response): Promise<Response> {
  if (response.status !== 201) return response;
  const json = await response.text();
  const bare = json.replaceAll(
    /-----BEGIN CERTIFICATE-----((?:\\n|[\w+/=])+)-----END CERTIFICATE-----(?:\\n)?/g,
    (_, lines: string) => lines.replaceAll('\\n', ''),
  );
  return new Response(bare, response);
}

export type CcfVariant = keyof typeof CCF_VARIANTS;
