/** An endpoint of something under test, from the outside in: name, TCP, TLS, certificate, HTTP, clock. */
import { X509Certificate } from 'node:crypto';
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { calendarNow } from '../../simulators/wire/clock.ts';
import { addressesOf } from '../../simulators/wire/resolve.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import { TLS_VERSIONS } from '../target/fields.ts';
import { type Finding, ok, problem, skipped, warning } from './finding.ts';
import { type Endpoint, reach } from './reach.ts';

/** Who renews a certificate wants to know before: when so little of its lifetime is left, however long that is. */
const RENEW_AT = 0.1;
/** Certificates and tokens that are new seem not to be valid yet to a clock that is behind by more. */
const SKEW_MS = 5000;
const DAY_MS = 86_400_000;

/** Everything that can be told without a credential. The first problem ends it: what comes after would be the same one again. */
export async function examineEndpoint(endpoint: Endpoint): Promise<Finding[]> {
  const { field, url } = endpoint;
  const { host, tls } = parseApiRoot(url);
  const addresses = await addressesOf(host);
  if (addresses.length === 0) {
    const message = `the host name "${host}" has no address; correct it, or add it to DNS or the hosts file`;
    return [problem(`name of ${field}`, { field, message })];
  }
  const named = ok(`name of ${field}`, `${host} → ${addresses.join(', ')}`);
  const reached = await reach(endpoint);
  if ('problem' in reached) return [named, problem(`TLS with ${field}`, reached.problem)];
  if ('demandsCertificate' in reached) {
    const message = 'it demands a client certificate or key in the handshake, so its own certificate was not looked at';
    return [named, ok(`TLS with ${field}`, message)];
  }
  const { session } = reached;
  const found = [named, ...(tls ? [...tlsOf(session, endpoint), certificateOf(session, field)] : [])];
  found.push(await clockOf(session, endpoint));
  await session.close();
  return [...found, ...(tls ? await versionsOf(endpoint) : [])];
}

function tlsOf({ facts }: ClientSession, { field, claimed: { http = [] } }: Endpoint): Finding[] {
  if (facts === undefined) return [];
  const spoken = ok(`TLS with ${field}`, `${facts.version}, ${facts.cipher}`);
  const [best] = http;
  if (best === undefined) return [spoken];
  const chosen = facts.alpn ?? 'http/1.1, by default';
  const check = `HTTP at ${field}`;
  if (best === 'h2' && facts.alpn !== 'h2') {
    const message = `it chose ${chosen}, though h2 is claimed and was offered first; correct the claim, or the server`;
    return [spoken, warning(check, 'claims.http', message)];
  }
  return [spoken, ok(check, chosen)];
}

function certificateOf({ peerCertificate }: ClientSession, field: string): Finding {
  const check = `certificate of ${field}`;
  if (peerCertificate === undefined) return skipped(check, 'it showed none');
  const { validFrom, validTo, subject } = new X509Certificate(peerCertificate);
  const left = Date.parse(validTo) - calendarNow().getTime();
  const days = left / DAY_MS;
  const message = `${subject.replaceAll('\n', ', ')}, ${days < 2 ? days.toFixed(1) : Math.floor(days)} days left`;
  return left < RENEW_AT * (Date.parse(validTo) - Date.parse(validFrom))
    ? warning(check, field, `${message}; renew it soon`)
    : ok(check, message);
}

/** HTTP's Date has no fractions of a second, and the answer was some time under way. */
async function clockOf(session: ClientSession, { field, url, timeoutMs }: Endpoint): Promise<Finding> {
  const check = `clock of ${field}`;
  const path = `${parseApiRoot(url).prefix}/`;
  const { response } = await session.request({ method: 'GET', path, timeoutMs });
  const date = Date.parse(response?.headers.date ?? '');
  if (Number.isNaN(date)) return skipped(check, 'its answers bear no Date');
  const skew = date - calendarNow().getTime();
  if (Math.abs(skew) <= SKEW_MS) return ok(check, `within ${SKEW_MS / 1000} s of ours`);
  const much = `${Math.round(Math.abs(skew) / 1000)} s ${skew < 0 ? 'behind' : 'ahead of'} ours`;
  return warning(check, undefined, `it is ${much}; set both by NTP, or certificates and tokens seem invalid`);
}

/** Each version by itself: what is claimed must come about, and what comes about should be claimed. */
async function versionsOf(endpoint: Endpoint): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { tls: claims } = endpoint.claimed;
  for (const version of claims === undefined ? [] : TLS_VERSIONS) {
    const check = `TLS ${version} with ${endpoint.field}`;
    const claimed = claims?.includes(version) ?? false;
    const only = version === '1.2' ? 'TLSv1.2' : 'TLSv1.3';
    const reached = await reach(endpoint, { minVersion: only, maxVersion: only });
    if ('session' in reached) await reached.session.close();
    // In TLS 1.3 a client certificate is refused only after the handshake; here it is seen in 1.2, and has nothing to do with the version.
    if ('problem' in reached && reached.problem.field === 'identity.client') {
      return [...findings, problem(check, reached.problem)];
    }
    const spoken = !('problem' in reached);
    if (spoken && claimed) findings.push(ok(check, 'comes about'));
    else if (spoken)
      findings.push(warning(check, 'claims.tls', 'it comes about, but is not claimed; add it to the list'));
    else if (claimed) {
      const message = `TLS ${version} is claimed and does not come about; take it from the list, or enable it`;
      findings.push(problem(check, { field: 'claims.tls', message }));
    }
  }
  return findings;
}
