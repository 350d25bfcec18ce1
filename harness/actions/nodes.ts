/** How our simulated nodes are set up for a CCF under test. */
import type { AefOptions } from '../../simulators/aef/aef.ts';
import type { InvokerOptions } from '../../simulators/invoker/invoker.ts';
import type { Stage } from './stage.ts';

/** Options of an API invoker on this stage. */
export function invokerOptions(stage: Stage, label: string): InvokerOptions {
  const { ccf, claims } = stage;
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot,
    ...towardsCcf(stage),
    trust: ccf.trust,
    onboardingCredential: ccf.onboardingCredential,
    label,
    enrolment: claims.enrolment,
    pskIdentity: claims.pskIdentity,
    interfaceInformation: claims.interfaceInformation,
    minVersion: stage.tls,
    maxVersion: stage.tls,
    // The AEF is our own, so who it is needs no proof: a CCF under test may put whatever names it likes into its certificate.
    aefVerify: 'chain',
  };
}

/** Options of an AEF on this stage. */
export function registering(stage: Stage, label: string): AefOptions {
  const { ccf, claims } = stage;
  return {
    ccfRoot: ccf.apiRoot,
    registrationRoot: ccf.onboardingRoot,
    ...towardsCcf(stage),
    ccfTrust: ccf.trust,
    registrationCredential: ccf.registrationCredential,
    label,
    host: ccf.listen.host,
    advertise: ccf.listen.advertise,
    capif3: claims.capif3,
    notifier: 'verified',
  };
}

/** How every node of ours meets the CCF, and whom it tells of what it sees and makes. */
function towardsCcf({ ccf, claims, timing, recorder, secrets }: Stage) {
  return {
    verify: ccf.verify,
    ...(ccf.servername === undefined ? {} : { servername: ccf.servername }),
    alpn: claims.http,
    timeoutMs: timing.answer,
    observer: recorder.observe,
    onSecret: keepIn(secrets),
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
