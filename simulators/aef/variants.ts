/** Every freedom of the specification that the reference AEF can use. All are compliant: no check may fail any of them. */
import { chunked, withContentLength, withoutKeepAlive } from '../wire/answer-forms.ts';
import { access, both, type Deviation, form, listener, tls } from './deviation.ts';

/** RFC 8446 6.2: "some other (unspecified) issue arose in processing the certificate". That it was revoked is for its issuer to say. */
const CERTIFICATE_UNKNOWN = 46;

export const AEF_VARIANTS = {
  'refuses-with-403': {
    describe: 'Who is not recognised is answered 403.',
    change: access({ refusalStatus: 403 }),
  },
  'refuses-with-404': {
    describe: 'Who is not recognised is answered 404.',
    change: access({ refusalStatus: 404 }),
  },
  'refuses-by-alert': {
    describe: 'An old certificate gets the TLS alert certificate_unknown right after the handshake.',
    change: tls({ turnAway: (connection) => connection.alert(CERTIFICATE_UNKNOWN) }),
  },
  'closes-on-old-certificate': {
    describe: 'A connection with an old certificate is ended right after the handshake.',
    change: tls({ turnAway: (connection) => connection.end() }),
  },
  'tls-1.2-only': { describe: 'Speaks TLS 1.2 only.', change: listener({ maxVersion: 'TLSv1.2' }) },
  'tls-1.3-only': {
    describe: 'Speaks TLS 1.3 only, and so offers no TLS-PSK with an AEFPSK.',
    change: both(
      listener({ minVersion: 'TLSv1.3' }),
      access({ methods: (wished) => wished.filter((method) => method !== 'PSK') }),
    ),
  },
  'no-resumption': { describe: 'Every TLS handshake is a full one.', change: listener({ resumption: false }) },
  http2: { describe: 'Offers HTTP/2.', change: listener({ http2: true }) },
  'no-content-with-length': {
    describe: 'A 204 carries Content-Length: 0.',
    change: form({ answer: withContentLength }),
  },
  'connection-close': {
    describe: 'Every answer says Connection: close, and the connection ends.',
    change: form({ answer: withoutKeepAlive }),
  },
  'chunked-bodies': { describe: 'Bodies are sent chunked.', change: form({ answer: chunked }) },
} satisfies Record<string, Deviation>;

export type AefVariant = keyof typeof AEF_VARIANTS;
