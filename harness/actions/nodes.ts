/** How our simulated nodes are set up for a CCF under test. */
import type { AefOptions } from '../../simulators/aef/aef.ts';
import type { InvokerOptions } from '../../simulators/invoker/invoker.ts';
import type { Stage } from './stage.ts';

/** Options of an API invoker on this stage; `old` gives it the credentials of another. */
export function invokerOptions(stage: Stage, label: string): InvokerOptions {
  const { ccf, claims, timing, recorder, secrets } = stage;
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot,
    trust: ccf.trust,
    verify: ccf.verify,
    ...(ccf.servername === undefined ? {} : { servername: ccf.servername }),
    onboardingCredential: ccf.onboardingCredential,
    label,
    enrolment: claims.enrolment,
    pskIdentity: claims.pskIdentity,
    interfaceInformation: claims.interfaceInformation,
    minVersion: stage.tls,
    maxVersion: stage.tls,
    alpn: claims.http,
    timeoutMs: timing.answer,
    // The AEF is our own, so who it is needs no proof: a CCF under test may put whatever names it likes into its certificate.
    aefVerify: 'chain',
    observer: recorder.observe,
    onSecret: keepIn(secrets),
  };
}

/** Options of an AEF on this stage. */
export function registering(stage: Stage, label: string): AefOptions {
  const { ccf, claims, timing, recorder, secrets } = stage;
  return {
    ccfRoot: ccf.apiRoot,
    registrationRoot: ccf.onboardingRoot,
    ccfTrust: ccf.trust,
    verify: ccf.verify,
    ...(ccf.servername === undefined ? {} : { servername: ccf.servername }),
    registrationCredential: ccf.registrationCredential,
    label,
    host: ccf.listen.host,
    advertise: ccf.listen.advertise,
    capif3: claims.capif3,
    notifier: 'verified',
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
