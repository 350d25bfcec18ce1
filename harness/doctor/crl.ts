/** Whether the CRL that a CCF under test is claimed to have is there. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { revokedSerialNumbers } from '../../simulators/pki/crl.ts';
import { bodyOctets } from '../../simulators/wire/body-text.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import { classify } from '../probes/classify.ts';
import type { CcfTarget } from '../target/target.ts';
import { type Finding, ok, warning } from './finding.ts';

const CHECK = 'CRL';

/** Gets it as the probe of a run will. Nothing is found out where none is claimed. */
export async function examineCrl({ claims, endpoints, trust, timing }: CcfTarget): Promise<Finding[]> {
  if (claims.crl === false) return [];
  const url = new URL(claims.crl, `${endpoints.onboarding}/`);
  const wrong = (seen: string) => [
    warning(
      CHECK,
      'claims.crl',
      `${url} ${seen}; name where it is, or claim false, or revocation cannot be told by it`,
    ),
  ];
  const { ca, verify, servername } = trust;
  const { host, port, tls } = parseApiRoot(url.origin);
  const named = servername === undefined ? {} : { servername };
  const { answer: timeoutMs } = timing;
  try {
    const session = await connect({ host, port, tls, label: 'preflight: CRL', trust: ca, verify, ...named, timeoutMs });
    const exchange = await session.request({ method: 'GET', path: `${url.pathname}${url.search}`, timeoutMs });
    await session.close();
    const { outcome, seen } = classify(exchange);
    if (outcome !== 'accepted') return wrong(`is not there (GET → ${seen})`);
    const listed = countIn(exchange.response?.body ?? '');
    return listed === undefined ? wrong('is no CRL') : [ok(CHECK, `${listed} listed at ${url}`)];
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return wrong(`cannot be reached (${error.failure.message})`);
  }
}

function countIn(body: string): number | undefined {
  try {
    return revokedSerialNumbers(bodyOctets(body)).length;
  } catch {
    return undefined;
  }
}
