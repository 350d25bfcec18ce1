/** The CCF's certificate revocation list, where the target claims one. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { serialNumber } from '../../simulators/pki/certificates.ts';
import { revokedSerialNumbers } from '../../simulators/pki/crl.ts';
import { bodyOctets } from '../../simulators/wire/body-text.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import { role } from '../actions/stage.ts';
import { classify } from './classify.ts';
import { notAvailable, type Probe } from './probe.ts';

export const crl: Probe['ask'] = async ({ stage, subject, observer }) => {
  const { claims, ccf, timing, headers } = stage;
  if (claims.crl === false) return notAvailable('the target claims no CRL');
  const certificate = role(stage, subject).invoker.snapshot().certificate?.certificate;
  if (certificate === undefined) return notAvailable('the invoker was given no certificate');
  const url = new URL(claims.crl, `${ccf.onboardingRoot}/`);
  const { host, port, tls } = parseApiRoot(url.origin);
  const { trust, verify, servername } = ccf;
  const named = servername === undefined ? {} : { servername };
  const session = await connect({
    host,
    port,
    tls,
    label: `${subject}: CRL`,
    trust,
    verify,
    ...named,
    timeoutMs: timing.answer,
    headers,
    observer,
  });
  const exchange = await session.request({ method: 'GET', path: `${url.pathname}${url.search}` });
  await session.close();
  const result = classify(exchange);
  if (result.outcome !== 'accepted') return { ...result, outcome: 'wrong-cause' };
  const listed = lists(exchange.response?.body ?? '', serialNumber(certificate));
  if (listed === undefined)
    return { outcome: 'wrong-cause', seen: 'what was served there is no CRL', facts: result.facts };
  const seen = listed ? 'the CRL lists the certificate' : 'the CRL does not list the certificate';
  return { outcome: listed ? 'refused' : 'accepted', seen, facts: { listed } };
};

function lists(body: string, serial: string): boolean | undefined {
  try {
    return revokedSerialNumbers(bodyOctets(body)).includes(serial);
  } catch {
    return undefined;
  }
}
