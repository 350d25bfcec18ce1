/** Every probe that a scenario file can name. */
import { later } from '../actions/later.ts';
import { extended } from '../extensions/installed.ts';
import type { Probe } from './probe.ts';

const aefView = () => import('./aef-view.ts');
const capif1e = () => import('./capif-1e.ts');
const crl = () => import('./crl.ts');
const service = () => import('./service.ts');
const sessions = () => import('./sessions.ts');

const BUILT_IN: Readonly<Record<string, Probe>> = {
  aefpsk: {
    describe: 'as AEF: gets the AEFPSK of the invoker',
    harmless: true,
    control: true,
    applies: (stage) => stage.method === 'psk',
    ask: later(aefView, (module) => module.aefpsk),
  },
  'context-write': {
    describe: 'puts a security context with the old certificate',
    harmless: false,
    control: false,
    // TS 29.222 puts a context once and then updates it: a second PUT of the bystander's may rightly be refused.
    applies: (_stage, subject) => subject === 'victim',
    ask: later(capif1e, (module) => module.contextWrite),
  },
  crl: {
    describe: 'looks for the old certificate in the CRL',
    harmless: true,
    control: true,
    ask: later(crl, (module) => module.crl),
  },
  discovery: {
    describe: 'discovers service APIs with the old certificate, after a full handshake',
    harmless: true,
    control: true,
    ask: later(capif1e, (module) => module.discovery),
  },
  'discovery-as-other': {
    describe: "discovers service APIs with the old certificate and the bystander's ID",
    harmless: true,
    control: false,
    applies: (_stage, subject) => subject === 'victim',
    ask: later(capif1e, (module) => module.discoveryAsOther),
  },
  events: {
    describe: 'subscribes to events with the old certificate',
    harmless: false,
    control: true,
    applies: (_stage, subject) => subject === 'victim',
    ask: later(capif1e, (module) => module.events),
  },
  'open-session': {
    describe: 'uses the session that the bystander kept open',
    harmless: true,
    control: false,
    applies: (_stage, subject) => subject === 'bystander',
    ask: later(sessions, (module) => module.openSessionUse),
  },
  'parallel-session': {
    describe: 'uses the second session of the victim',
    harmless: true,
    control: false,
    applies: (_stage, subject) => subject === 'victim',
    ask: later(sessions, (module) => module.parallelSession),
  },
  'profile-patch': {
    describe: 'modifies the old profile (PATCH)',
    harmless: true,
    control: true,
    ask: later(capif1e, (module) => module.profilePatch),
  },
  'profile-put': {
    describe: 'replaces the old profile (PUT)',
    harmless: false,
    control: true,
    ask: later(capif1e, (module) => module.profilePut),
  },
  resumption: {
    describe: 'resumes a TLS session of before and uses it',
    harmless: true,
    control: true,
    ask: later(sessions, (module) => module.resumption),
  },
  'secret-alone': {
    describe: 'requests an access token with the onboard secret and without a certificate',
    harmless: true,
    control: true,
    applies: (stage, subject) => stage.method === 'oauth' && subject === 'victim',
    ask: later(capif1e, (module) => module.secretAlone),
  },
  'service-api': {
    describe: 'calls the service API with the old credential, after a full handshake',
    harmless: true,
    control: true,
    ask: later(service, (module) => module.serviceApi),
  },
  'service-open-session': {
    describe: 'calls the service API on the connection that the bystander kept open',
    harmless: true,
    control: false,
    applies: (_stage, subject) => subject === 'bystander',
    ask: later(service, (module) => module.serviceOpenSession),
  },
  'service-parallel': {
    describe: 'calls the service API on the second connection of the victim',
    harmless: true,
    control: false,
    applies: (_stage, subject) => subject === 'victim',
    ask: later(service, (module) => module.serviceParallel),
  },
  'service-resumption': {
    describe: 'resumes a TLS connection of before and calls the service API on it',
    harmless: true,
    control: true,
    ask: later(service, (module) => module.serviceResumption),
  },
  token: {
    describe: 'requests an access token with the old certificate alone',
    harmless: true,
    control: true,
    applies: (stage) => stage.method === 'oauth',
    ask: later(capif1e, (module) => module.token),
  },
  'token-with-secret': {
    describe: 'requests an access token with the old certificate and onboard secret',
    harmless: true,
    control: true,
    applies: (stage) => stage.method === 'oauth',
    ask: later(capif1e, (module) => module.tokenWithSecret),
  },
  'trusted-invoker': {
    describe: 'as AEF: gets the security context of the invoker',
    harmless: true,
    control: true,
    ask: later(aefView, (module) => module.trustedInvoker),
  },
};

export const PROBES = extended('probe', BUILT_IN, isProbe);

/** Loads what else would be loaded in the middle of a scenario, where time counts. */
export async function loadProbes(): Promise<void> {
  await Promise.all([aefView, capif1e, crl, service, sessions].map((load) => load()));
}

function isProbe(what: object): what is Probe & { readonly name: string } {
  return 'name' in what && 'harmless' in what && 'control' in what && 'ask' in what && typeof what.ask === 'function';
}
