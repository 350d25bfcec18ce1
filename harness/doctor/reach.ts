/** Whether a TLS session with a CCF under test comes about, and in words for its target file why not. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { type Failure, WireError } from '../../simulators/wire/facts.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import type { ClientSession, ConnectOptions } from '../../simulators/wire/types.ts';
import type { CcfTarget } from '../target/target.ts';
import type { Problem } from './finding.ts';

/** The endpoints that a target names, each once. */
export function endpointsOf({ endpoints: { capif, onboarding } }: CcfTarget): { field: string; url: string }[] {
  const all = [{ field: 'endpoints.capif', url: capif }];
  return onboarding === capif ? all : [...all, { field: 'endpoints.onboarding', url: onboarding }];
}

/** What became of an attempt. A server that demands a client certificate in the handshake is there, and speaks TLS. */
export type Reached =
  | { readonly session: ClientSession }
  | { readonly demandsCertificate: true }
  | { readonly problem: Problem };

/** Opens a session as our nodes would; who gets one closes it. */
export async function reach(
  target: CcfTarget,
  { field, url }: { readonly field: string; readonly url: string },
  wished: Partial<ConnectOptions> = {},
): Promise<Reached> {
  const { host, port, tls } = parseApiRoot(url);
  const { ca, verify, servername } = target.trust;
  try {
    const session = await connect({
      host,
      port,
      tls,
      label: 'preflight',
      trust: ca,
      verify,
      ...(servername === undefined ? {} : { servername }),
      identity: target.identity.client,
      alpn: target.claims.http,
      timeoutMs: target.timing.answer,
      ...wished,
    });
    return { session };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const problem = problemOf(error.failure, field, `${host}:${port}`, servername ?? host);
    return problem === undefined ? { demandsCertificate: true } : { problem };
  }
}

/** The alerts by which a server says that it wants a client certificate, or another one. */
export const CERTIFICATE_ALERTS = /handshake_failure|certificate_required|bad_certificate|unknown_ca/;

/** Undefined for a refusal that proves that the server is there and speaks TLS. */
export function problemOf(failure: Failure, field: string, address: string, name: string): Problem | undefined {
  switch (failure.cause) {
    case 'unresolved':
      return {
        field,
        message: `the host name of ${address} has no address; correct it, or add it to DNS or the hosts file`,
      };
    case 'connection-refused':
      return {
        field,
        message: `nobody listens at ${address} (connection refused); start the CCF, or correct host and port`,
      };
    case 'timeout':
      return { field, message: `${address} does not answer within timing.answer; check host, port and firewall` };
    case 'not-tls':
      return { field, message: `what answers at ${address} does not speak TLS; name the HTTPS port` };
    case 'untrusted':
      return untrusted(failure, field, address, name);
    case 'alert':
      return CERTIFICATE_ALERTS.test(failure.alert?.name ?? '')
        ? undefined
        : {
            field,
            message: `${address} refuses the TLS handshake with alert ${failure.alert?.name}; check its TLS versions against claims.tls`,
          };
    default:
      return { field, message: `no TLS session with ${address}: ${failure.message}` };
  }
}

function untrusted({ code = '', message }: Failure, field: string, address: string, name: string): Problem {
  if (code === 'CERT_HAS_EXPIRED')
    return { field, message: `the certificate of ${address} has expired; renew it at the CCF` };
  if (code === 'CERT_NOT_YET_VALID')
    return { field, message: `the certificate of ${address} is not valid yet; compare the clocks` };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      field: 'trust.servername',
      message: `the certificate of ${address} is not for "${name}"; name its host there, or say trust.verify: chain`,
    };
  }
  return {
    field: 'trust.ca',
    message: `the certificate of ${address} does not verify with it (${code || message}); name the CA that issued it`,
  };
}
