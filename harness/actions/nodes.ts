/** How our simulated nodes are set up around an implementation under test. */
import type { AefOptions } from '../../simulators/aef/aef.ts';
import type { DialectName, ToleranceSink } from '../../simulators/dialects/dialect.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import type { InvokerOptions } from '../../simulators/invoker/invoker.ts';
import type { KeyKind } from '../../simulators/pki/keys.ts';
import type { AefUnderTest } from '../surroundings/surroundings.ts';
import type { Stage } from './stage.ts';

export { SECURITY_METHOD } from '../../simulators/capif/security-method.ts';

/** Options of an API invoker on this stage. */
export function invokerOptions(stage: Stage, label: string): InvokerOptions {
  const { ccf, claims, surroundings } = stage;
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot,
    ...towardsCcf(stage),
    trust: ccf.trust,
    onboardingCredential: ccf.onboardingCredential,
    onboardingIdentity: ccf.client,
    label,
    pskIdentity: claims.pskIdentity,
    interfaceInformation: claims.interfaceInformation,
    ...(surroundings.role === 'aef' ? towardsAef(surroundings.aef) : towardsCcfUnderTest(stage)),
  };
}

/** The CCF is under test: its session of step 0 has the TLS version of this play. */
function towardsCcfUnderTest({ claims, tls }: Stage): Partial<InvokerOptions> {
  return {
    enrolment: claims.enrolment,
    alpn: claims.http,
    minVersion: tls,
    maxVersion: tls,
    // The AEF is our own, so who it is needs no proof: a CCF under test may put whatever names it likes into its certificate.
    aefVerify: 'chain',
  };
}

/** The AEF is under test, and the CCF is our own. */
function towardsAef({ trust, verify, servername }: AefUnderTest): Partial<InvokerOptions> {
  return { aefTrust: trust, aefVerify: verify, aefServername: servername };
}

/** Options of an AEF on this stage. */
export function registering(stage: Stage, label: string): AefOptions {
  const { ccf, claims } = stage;
  return {
    ccfRoot: ccf.apiRoot,
    registrationRoot: ccf.onboardingRoot,
    ...towardsCcf(stage),
    alpn: claims.http,
    ccfTrust: ccf.trust,
    registrationCredential: ccf.registrationCredential,
    registrationIdentity: ccf.client,
    label,
    host: ccf.listen.host,
    ports: ccf.listen.ports,
    advertise: ccf.listen.advertise,
    capif3: claims.capif3,
    notifier: 'verified',
  };
}

/** The kind of keys that nodes of ours make for this CCF. */
export function keysFor({ ccf, claims }: Stage): KeyKind | undefined {
  return claims.keys ?? DIALECTS[ccf.dialect].onboard.keys;
}

/** How every node of ours meets the CCF, and whom it tells of what it sees and makes. */
function towardsCcf(stage: Stage) {
  const { ccf, timing, recorder, secrets, headers } = stage;
  return {
    keys: keysFor(stage),
    dialect: DIALECTS[ccf.dialect],
    provider: ccf.provider,
    onTolerated: tolerating(recorder, ccf.dialect),
    verify: ccf.verify,
    ...(ccf.servername === undefined ? {} : { servername: ccf.servername }),
    timeoutMs: timing.answer,
    headers,
    observer: recorder.observe,
    onSecret: keepIn(secrets),
  };
}

/** Records what our nodes put up with, each thing once. */
function tolerating(recorder: Stage['recorder'], dialect: DialectName): ToleranceSink {
  return (deviation, connection) => {
    const told = recorder.timeline.some((entry) => entry.kind === 'tolerated' && entry.id === deviation.id);
    const evidence = connection === undefined ? [] : recorder.seqsOf(connection);
    if (!told) recorder.add({ kind: 'tolerated', subject: 'ccf', dialect, ...deviation, evidence });
  };
}

/** What is shorter could not be told from ordinary text, and a foreign CCF may give out what it likes. */
const SHORTEST = 8;

/** Registers what a node tells of its secrets. */
export function keepIn(secrets: Stage['secrets']) {
  return (kind: string, value: string | Buffer): void => {
    if (Buffer.byteLength(value) >= SHORTEST) secrets.register(kind.replaceAll(/[^\w-]+/g, '-'), value);
  };
}
