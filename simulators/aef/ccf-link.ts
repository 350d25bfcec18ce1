/** The AEF's (and its APF's) side towards the CCF: CAPIF-3, CAPIF-4 and CAPIF-5 requests, each on a TLS session of its own. */
import { parseApiRoot } from '../capif/api-root.ts';
import { commonNameOfSubject } from '../pki/certificates.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { connect } from '../wire/tls-client.ts';
import type { HttpRequestOptions, TlsIdentity } from '../wire/types.ts';
import type { AefOptions } from './options.ts';

export interface CcfRequest extends HttpRequestOptions {
  /** Shown in the handshake; none before registration. */
  readonly identity?: TlsIdentity | undefined;
  /** What for, e.g. `publish`; names the connection in the evidence. */
  readonly purpose: string;
}

export interface CcfAnswer {
  readonly exchange: HttpExchange;
  /** Common name of the certificate that the CCF showed. */
  readonly ccfName: string | undefined;
  /** That certificate, PEM. */
  readonly ccfCertificate: string | undefined;
}

/**
 * Asks the CCF. `path` is below the API root unless it came from the CCF itself.
 * @throws WireError when no session comes about.
 */
export async function ask(options: AefOptions, root: string, request: CcfRequest): Promise<CcfAnswer> {
  const { host, port, tls } = parseApiRoot(root);
  const { minVersion, maxVersion, alpn, servername, timeoutMs, label, ccfTrust, verify = 'host' } = options;
  const { identity, purpose, ...http } = request;
  const bound = request.timeoutMs ?? timeoutMs;
  const session = await connect({
    ...(minVersion && { minVersion }),
    ...(maxVersion && { maxVersion }),
    ...(alpn && { alpn }),
    ...(servername && { servername }),
    ...(bound && { timeoutMs: bound }),
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
  try {
    const peer = session.facts?.peer;
    const ccfName = peer?.by === 'certificate' ? commonNameOfSubject(peer.subject) : undefined;
    const exchange = await session.request({ ...http, ...(bound && { timeoutMs: bound }) });
    return { exchange, ccfName, ccfCertificate: session.peerCertificate };
  } finally {
    await session.close();
  }
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
