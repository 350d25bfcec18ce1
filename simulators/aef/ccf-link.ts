/** The AEF's (and its APF's) side towards the CCF: CAPIF-3, CAPIF-4 and CAPIF-5 requests. */
import { parseApiRoot } from '../capif/api-root.ts';
import { commonNameOfSubject } from '../pki/certificates.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { StandingSession } from '../wire/standing-session.ts';
import { connect } from '../wire/tls-client.ts';
import type { ClientSession, HttpRequestOptions, TlsIdentity } from '../wire/types.ts';
import type { AefOptions } from './options.ts';

/** A TLS session with the CCF. */
export interface CcfConnection {
  /** Shown in the handshake; none before registration. */
  readonly identity?: TlsIdentity | undefined;
  /** What for, e.g. `publish`; names the connection in the evidence. */
  readonly purpose: string;
  readonly timeoutMs?: number | undefined;
}

export interface CcfAnswer {
  readonly exchange: HttpExchange;
  /** Common name of the certificate that the CCF showed. */
  readonly ccfName: string | undefined;
  /** That certificate, PEM. */
  readonly ccfCertificate: string | undefined;
}

/**
 * Asks the CCF, on a TLS session of its own. `path` is below the API root unless it came from the CCF itself.
 * @throws WireError when no session comes about.
 */
export async function ask(
  options: AefOptions,
  root: string,
  { identity, purpose, ...request }: CcfConnection & HttpRequestOptions,
): Promise<CcfAnswer> {
  const bound = request.timeoutMs ?? options.timeoutMs;
  const session = await open(options, root, { identity, purpose, timeoutMs: bound });
  try {
    const peer = session.facts?.peer;
    const ccfName = peer?.by === 'certificate' ? commonNameOfSubject(peer.subject) : undefined;
    const exchange = await session.request({ ...request, ...(bound && { timeoutMs: bound }) });
    return { exchange, ccfName, ccfCertificate: session.peerCertificate };
  } finally {
    await session.close();
  }
}

/** The session of a registered AEF with its CCF, on which it subscribes and asks for API invokers; opened when first used. */
export function linkOf(options: AefOptions, identity: TlsIdentity): StandingSession {
  return new StandingSession(() => open(options, options.ccfRoot, { identity, purpose: 'asks the CCF' }));
}

function open(options: AefOptions, root: string, connection: CcfConnection): Promise<ClientSession> {
  const { host, port, tls } = parseApiRoot(root);
  const { minVersion, maxVersion, alpn, servername, label, ccfTrust, verify = 'host' } = options;
  const { identity, purpose, timeoutMs = options.timeoutMs } = connection;
  return connect({
    ...(minVersion && { minVersion }),
    ...(maxVersion && { maxVersion }),
    ...(alpn && { alpn }),
    ...(servername && { servername }),
    ...(timeoutMs && { timeoutMs }),
    headers: options.headers,
    observer: options.observer,
    label: `${label}: ${purpose}`,
    host,
    port,
    tls,
    trust: [ccfTrust].flat(),
    verify,
    identity,
  });
}

/** Thrown when the CCF answers a provider's request otherwise than it must for the AEF to work at all. */
export class CcfRefusal extends Error {
  override readonly name = 'CcfRefusal';
}

/**
 * The parsed body of an answer that had to be this success.
 * @throws {CcfRefusal} that says what was answered instead; bodies of refusals are shown, for they tell why.
 */
export function expectJson<T>(
  { request, response, failure }: HttpExchange,
  status: number,
  schema: { safeParse(value: unknown): { data?: T | undefined } },
): T {
  const seen = response ? `${response.status} ${response.status < 300 ? '' : response.body}`.trim() : failure?.message;
  const parsed = response?.status === status ? schema.safeParse(parse(response.body)).data : undefined;
  if (parsed !== undefined) return parsed;
  const why = response?.status === status ? 'whose body breaks the schema' : `instead of ${status}`;
  throw new CcfRefusal(`AEF: ${request.method} ${request.target.split('?', 1)[0]} was answered ${seen}, ${why}`);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
