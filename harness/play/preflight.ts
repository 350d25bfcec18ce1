/** Before anything is played: can the target be reached at all? One unreachable target is one sentence, not sixty failures. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { NotAdmitted } from '../../simulators/dialects/dialect.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import { type Failure, WireError } from '../../simulators/wire/facts.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import { openTarget } from '../surroundings/open.ts';
import { NotUnderWay } from '../surroundings/surroundings.ts';
import type { AefTarget, CcfTarget, InvokerTarget, Target } from '../target/target.ts';

/** One sentence for each thing that is wrong, naming the field of the target file to change; empty when the run can begin. */
export async function preflight(target: Target): Promise<string[]> {
  if (target.role === 'reference') return [];
  if (target.role !== 'ccf') return await rehearse(target);
  const { capif, onboarding } = target.endpoints;
  const fields: [string, string][] = [['endpoints.capif', capif]];
  if (onboarding !== capif) fields.push(['endpoints.onboarding', onboarding]);
  const answers = await Promise.all(fields.map(([field, url]) => reach(target, field, url)));
  const unreachable = answers.filter((answer) => answer !== undefined);
  return unreachable.length > 0 ? unreachable : await seekAdmission(target);
}

/** Where the dialect has a service of its own to ask for a token, that is asked once: a wrong password would fail everywhere. */
async function seekAdmission(target: CcfTarget): Promise<string[]> {
  const { credential, admit } = DIALECTS[target.dialect].provision;
  if (credential !== 'obtained') return [];
  const { provider } = target.identity;
  const via = {
    label: 'preflight',
    trust: target.trust.ca,
    verify: target.trust.verify,
    timeoutMs: target.timing.answer,
  };
  try {
    await admit({ credential: undefined, provider, via });
    return [];
  } catch (error) {
    if (error instanceof NotAdmitted) return [`${target.file} identity.provider: ${error.message}`];
    if (!(error instanceof WireError)) throw error;
    const { host, port } = parseApiRoot(provider.register ?? '');
    const problem = problemOf(error.failure, 'identity.provider.register', `${host}:${port}`, host);
    return [`${target.file} ${problem ?? error.message}`];
  }
}

/**
 * An AEF is started once, and an API invoker made to onboard once, at a CCF of ours: what fails here would fail in every scenario. The
 * hooks that end it are run too, so that the run proper begins afresh.
 */
async function rehearse(target: AefTarget | InvokerTarget): Promise<string[]> {
  const underTest = openTarget(target);
  const [method = 'oauth'] = target.claims.methods;
  const [tls = '1.2'] = target.claims.tls;
  try {
    const wanted = { scenario: 'preflight', underTest: target.role, method, tls, requires: {} } as const;
    const surroundings = await underTest.get(wanted);
    if (surroundings.role !== 'invoker' || !surroundings.invoker.can('onboard')) return [];
    const { ok, detail } = await surroundings.invoker.run('onboard', {});
    return ok ? [] : [`${target.file} hooks.onboard: ${detail.split('\n', 1)[0]}`];
  } catch (error) {
    if (error instanceof NotUnderWay) return [error.message];
    throw error;
  } finally {
    await underTest.close();
  }
}

async function reach(target: CcfTarget, field: string, url: string): Promise<string | undefined> {
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
      alpn: target.claims.http,
      timeoutMs: target.timing.answer,
    });
    await session.close();
    return undefined;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const problem = problemOf(error.failure, field, `${host}:${port}`, servername ?? host);
    return problem === undefined ? undefined : `${target.file} ${problem}`;
  }
}

function problemOf(failure: Failure, field: string, address: string, name: string): string | undefined {
  switch (failure.cause) {
    case 'unresolved':
      return `${field}: the host name of ${address} has no address; correct it, or add it to DNS or the hosts file`;
    case 'connection-refused':
      return `${field}: nobody listens at ${address} (connection refused); start the CCF, or correct host and port`;
    case 'timeout':
      return `${field}: ${address} does not answer within timing.answer; check host, port and firewall`;
    case 'not-tls':
      return `${field}: what answers at ${address} does not speak TLS; name the HTTPS port`;
    case 'untrusted':
      return untrusted(failure, address, name);
    case 'alert':
      // A server that demands a client certificate in the handshake says so to us, who show none: it is there, and speaks TLS.
      return /handshake_failure|certificate_required|bad_certificate/.test(failure.alert?.name ?? '')
        ? undefined
        : `${field}: ${address} refuses the TLS handshake with alert ${failure.alert?.name}; check its TLS versions against claims.tls`;
    default:
      return `${field}: no TLS session with ${address}: ${failure.message}`;
  }
}

function untrusted({ code = '', message }: Failure, address: string, name: string): string {
  if (code === 'CERT_HAS_EXPIRED')
    return `endpoints.capif: the certificate of ${address} has expired; renew it at the CCF`;
  if (code === 'CERT_NOT_YET_VALID')
    return `endpoints.capif: the certificate of ${address} is not valid yet; compare the clocks`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `trust.servername: the certificate of ${address} is not for "${name}"; name its host there, or say trust.verify: chain`;
  }
  return `trust.ca: the certificate of ${address} does not verify with it (${code || message}); name the CA that issued it`;
}
