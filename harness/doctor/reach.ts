/** Whether a TLS session with something under test comes about, and in words for its target file why not. */
import { X509Certificate } from 'node:crypto';
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { calendarNow } from '../../simulators/wire/clock.ts';
import { type Failure, WireError } from '../../simulators/wire/facts.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import type { ClientSession, ConnectOptions, TlsIdentity } from '../../simulators/wire/types.ts';
import type { AefUnderTest } from '../surroundings/surroundings.ts';
import type { Claims } from '../target/schema.ts';
import type { AefTarget, CcfTarget, Trust } from '../target/target.ts';
import type { Problem } from './finding.ts';

/** Something of the target's that listens, and how our nodes go about connecting to it. */
export interface Endpoint {
  /** Of the target file, where its address is. */
  readonly field: string;
  readonly url: string;
  /** Who is there, for people. */
  readonly what: string;
  readonly trust: Trust;
  /** Shown in TLS. */
  readonly identity: TlsIdentity | undefined;
  readonly alpn: NonNullable<ConnectOptions['alpn']>;
  readonly timeoutMs: number;
  /** What it is claimed to speak; no claim, no finding about it. */
  readonly claimed: Partial<Pick<Claims, 'tls' | 'http'>>;
}

/** The endpoints that a CCF under test has, each once. Our client certificate is for onboarding and registration alone. */
export function endpointsOf({ endpoints, trust, identity, claims, timing }: CcfTarget): Endpoint[] {
  const { capif, onboarding } = endpoints;
  const common = { what: 'the CCF', trust, alpn: claims.http, timeoutMs: timing.answer, claimed: claims };
  const all = [{ ...common, field: 'endpoints.capif', url: capif, identity: undefined }];
  return onboarding === capif
    ? [{ ...common, field: 'endpoints.capif', url: capif, identity: identity.client }]
    : [...all, { ...common, field: 'endpoints.onboarding', url: onboarding, identity: identity.client }];
}

/** The endpoints of an AEF under test, as it made itself known: of its service API, and where it takes notifications. */
export function endpointsOfAef(target: AefTarget, aef: AefUnderTest): Endpoint[] {
  const { serviceApi, subscription } = aef;
  const host = serviceApi.host.includes(':') ? `[${serviceApi.host}]` : serviceApi.host;
  const { endpoints, claims, timing } = target;
  const common = { what: 'the AEF', identity: undefined, timeoutMs: timing.answer };
  const fieldOf = (name: keyof AefTarget['endpoints']) => (endpoints[name] ? `endpoints.${name}` : 'hooks.start');
  const trust = { ca: aef.trust, verify: aef.verify, servername: aef.servername };
  const service: Endpoint = {
    ...common,
    trust,
    field: fieldOf('serviceApi'),
    url: `https://${host}:${serviceApi.port}`,
    alpn: ['http/1.1'],
    claimed: { tls: claims.tls },
  };
  if (subscription === undefined) return [service];
  // Our CCF notifies without a name of the target file's.
  const notified = { ...common, trust: { ...trust, servername: undefined }, alpn: claims.http, claimed: {} };
  return [service, { ...notified, field: fieldOf('notificationDestination'), url: subscription.destination }];
}

/** What became of an attempt. A server that demands a client certificate in the handshake is there, and speaks TLS. */
export type Reached =
  | { readonly session: ClientSession }
  | { readonly demandsCertificate: true }
  | { readonly problem: Problem; readonly cause: Failure['cause'] };

/** Opens a session as our nodes would; who gets one closes it. */
export async function reach(endpoint: Endpoint, wished: Partial<ConnectOptions> = {}): Promise<Reached> {
  const { host, port } = parseApiRoot(endpoint.url);
  try {
    return { session: await connect({ ...optionsFor(endpoint), ...wished }) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const { field, what, trust, identity } = endpoint;
    const seen = { field, what, address: `${host}:${port}`, name: trust.servername ?? host, identity };
    const problem =
      error.failure.code === 'CERT_HAS_EXPIRED' ? await expired(endpoint, seen) : problemOf(error.failure, seen);
    return problem === undefined ? { demandsCertificate: true } : { problem, cause: error.failure.cause };
  }
}

function optionsFor({ url, trust, identity, alpn, timeoutMs }: Endpoint): ConnectOptions {
  const { host, port, tls } = parseApiRoot(url);
  const { ca, verify, servername } = trust;
  const name = servername === undefined ? {} : { servername };
  return { host, port, tls, label: 'preflight', trust: ca, verify, ...name, identity, alpn, timeoutMs };
}

/** The alerts by which a server says that it wants a client certificate, or another one. */
export const CERTIFICATE_ALERTS =
  /^(handshake_failure|certificate_(required|expired|revoked|unknown)|(bad|unsupported)_certificate|unknown_ca|access_denied)$/;

/** Where something went wrong, in words. */
interface Seen {
  readonly field: string;
  readonly what: string;
  readonly address: string;
  /** What its certificate is expected to be for. */
  readonly name: string;
  /** The client certificate that was shown. */
  readonly identity?: TlsIdentity | undefined;
}

/** Undefined for a refusal that proves that the server is there and speaks TLS. */
export function problemOf(failure: Failure, seen: Seen): Problem | undefined {
  const { field, what, address } = seen;
  switch (failure.cause) {
    case 'unresolved':
      return {
        field,
        message: `the host name of ${address} has no address; correct it, or add it to DNS or the hosts file`,
      };
    case 'connection-refused':
      return {
        field,
        message: `nobody listens at ${address} (connection refused); start ${what}, or correct host and port`,
      };
    case 'timeout':
      return { field, message: `${address} does not answer within timing.answer; check host, port and firewall` };
    case 'not-tls':
      return { field, message: `what answers at ${address} does not speak TLS; name the HTTPS port` };
    case 'untrusted':
      return untrusted(failure, seen);
    case 'alert':
      return alerted(failure.alert?.name ?? '', seen);
    default:
      return { field, message: `no TLS session with ${address}: ${failure.message}; check host and port` };
  }
}

function alerted(alert: string, { field, address, identity }: Seen): Problem | undefined {
  if (alert === 'no_application_protocol') {
    const message = `${address} speaks none of the HTTP versions that are claimed; correct the list, or enable one of them there`;
    return { field: 'claims.http', message };
  }
  if (CERTIFICATE_ALERTS.test(alert)) {
    if (identity === undefined) return undefined;
    const message = `${address} does not take our client certificate (TLS alert ${alert}); name one that it takes`;
    return { field: 'identity.client', message };
  }
  return {
    field,
    message: `${address} refuses the TLS handshake with alert ${alert}; check its TLS versions against claims.tls`,
  };
}

function untrusted({ code = '', message }: Failure, { field, what, address, name }: Seen): Problem {
  if (code === 'CERT_HAS_EXPIRED')
    return { field, message: `the certificate of ${address} has expired; renew it at ${what}` };
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

/** A chain has expired as soon as one certificate of it has; OpenSSL does not say which. */
async function expired(endpoint: Endpoint, { field, address, what }: Seen): Promise<Problem> {
  const outdated = endpoint.trust.ca.find(hasExpired);
  if (outdated !== undefined && !hasExpired(await certificateOf(endpoint))) {
    const { subject, validTo } = new X509Certificate(outdated);
    const message = `the CA certificate "${subject.replaceAll('\n', ', ')}" in it has expired (${validTo}); name the one that took its place`;
    return { field: 'trust.ca', message };
  }
  return { field, message: `the certificate of ${address} has expired; renew it at ${what}` };
}

function hasExpired(certificate: string | undefined): boolean {
  return certificate !== undefined && Date.parse(new X509Certificate(certificate).validTo) < calendarNow().getTime();
}

/** The server's own certificate, whatever it is worth. */
async function certificateOf(endpoint: Endpoint): Promise<string | undefined> {
  try {
    const session = await connect({ ...optionsFor(endpoint), verify: 'nothing' });
    await session.close();
    return session.peerCertificate;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
