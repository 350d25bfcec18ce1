/** Faults of step 5: each keeps one thing, in memory and in storage, and presents it where it can. */
import { below } from '../capif/api-root.ts';
import { paths } from '../capif/paths.ts';
import { helloPath } from '../capif/service-api.ts';
import { WireError } from '../wire/facts.ts';
import type { LastResort } from './behaviour.ts';
import { identityOf } from './capif-1e.ts';
import { after, both, type Change, type Deviation, having, instead, resorting, without } from './deviation.ts';
import { askToOnboard, profileOf } from './onboarding.ts';
import { invoke, openAnonymousServiceSession } from './service-api.ts';
import { openAnonymousSession, send, withSession } from './sessions.ts';
import type { InvokerCredentials } from './state.ts';

export const KEEPING_FAULTS = {
  'keeps-id': {
    describe: 'Keeps its API invoker ID, and discovers service APIs by it.',
    change: both(without('id'), resorting(discoverById)),
  },
  'keeps-service-auth': {
    describe: 'Keeps its security context, and calls the service APIs that are in it.',
    change: both(without('service-auth'), resorting(callByContext)),
  },
  'keeps-certificate': {
    describe: 'Keeps its certificate with the private key, and presents it at the AEF.',
    change: both(without('certificate'), resorting(callBy('PKI', ({ certificate }) => certificate))),
  },
  'keeps-onboard-secret': {
    describe: 'Keeps its Onboard_Secret, and asks to be onboarded with it.',
    change: both(without('onboard-secret'), resorting(onboardBySecret)),
  },
  'keeps-aefpsk': {
    describe: 'Keeps the AEFPSK, and opens TLS-PSK sessions with it.',
    change: both(without('aefpsk'), rememberingPskName),
  },
  'keeps-token': {
    describe: 'Keeps its access token, and presents it at the AEF.',
    change: both(without('access-token'), resorting(callBy('OAUTH', ({ accessToken }) => accessToken))),
  },
  'keeps-key-backup': {
    describe: 'A backup of its private key, in base64, stays in storage.',
    change: leavingFile('backup.txt', ({ certificate }) => certificate && btoa(certificate.key)),
  },
  'keeps-token-in-log': {
    describe: 'Its access token stays in a log in storage.',
    change: leavingFile('invoker.log', ({ accessToken }) => accessToken && `INFO obtained access token ${accessToken}`),
  },
  'resumes-old-session': {
    describe: 'Resumes its TLS session with the CCF after it has offboarded.',
    change: resumingAfterwards,
  },
} satisfies Record<string, Deviation>;

/** CAPIF-1e without a certificate: that was deleted. */
async function discoverById(...[node]: Parameters<LastResort>): ReturnType<LastResort> {
  if (node.state.held.identity === undefined) return undefined;
  const path = below(node.options.apiRoot, paths.allServiceApis(identityOf(node).apiInvokerId));
  return await withSession(
    undefined,
    () => openAnonymousSession(node),
    (session) => send(node, session, { method: 'GET', path }),
  );
}

/** With no credential: what is left says where the API is, and that the invoker was once entitled to it. */
async function callByContext(...[node, , wanted]: Parameters<LastResort>): ReturnType<LastResort> {
  const api = node.state.held.context.find((secured) => secured.api.apiId === wanted.apiId)?.api;
  if (api === undefined) return undefined;
  return await withSession(
    undefined,
    () => openAnonymousServiceSession(node, api),
    (session) => send(node, session, { method: 'GET', path: helloPath(api) }),
  );
}

/** By the method that the kept thing is for, whatever the method asked for. */
function callBy(method: 'PKI' | 'OAUTH', kept: (held: InvokerCredentials) => unknown): LastResort {
  return async (node, _method, api) => (kept(node.state.held) ? await invoke(node, method, api) : undefined);
}

async function onboardBySecret(...[node]: Parameters<LastResort>): ReturnType<LastResort> {
  const { onboardingSecret } = node.state.held;
  if (onboardingSecret === undefined) return undefined;
  return await askToOnboard(node, await profileOf(node), onboardingSecret);
}
