/** Faults of step 5: each keeps one thing, in memory and in storage, and presents it where it can. */
import { createPublicKey } from 'node:crypto';
import { below } from '../capif/api-root.ts';
import { paths } from '../capif/paths.ts';
import type { KnownSecurityMethod } from '../capif/publish.ts';
import { helloPath } from '../capif/service-api.ts';
import type { KeyPair } from '../pki/keys.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { LastResort } from './behaviour.ts';
import { requestToken } from './capif-1e.ts';
import { after, both, type Change, type Deviation, having, resorting, without } from './deviation.ts';
import { onboard } from './onboarding.ts';
import type { InvokerNode } from './options.ts';
import { holds, invoke, openServiceSession, resumeServiceSession } from './service-api.ts';
import { openAnonymousSession, send, withSession } from './sessions.ts';
import type { InvokerCredentials, SecuredApi } from './state.ts';

const BACKUP = 'backup.txt';
const LOG = 'invoker.log';
/** Files that no API invoker of ours deletes, once a fault has made it write them. */
export const STRAY_FILES: readonly string[] = [BACKUP, LOG];

/** CAPIF-1e without a certificate, for that was deleted. */
const discoverById: LastResort = async (node) => {
  const { identity } = node.state.held;
  if (identity === undefined) return undefined;
  const path = below(node.options.apiRoot, paths.allServiceApis(identity.apiInvokerId));
  return await withSession(
    undefined,
    () => openAnonymousSession(node),
    (session) => send(node, session, { method: 'GET', path }),
  );
};

const onboardBySecret: LastResort = async (node) => {
  const { onboardingSecret } = node.state.held;
  return onboardingSecret === undefined ? undefined : await onboard(node, onboardingSecret);
};

export const KEEPING_FAULTS = {
  'keeps-id': {
    describe: 'Keeps its API invoker ID, and discovers service APIs by it.',
    change: both(without('id'), resorting(discoverById)),
  },
  'keeps-certificate': {
    describe: 'Keeps its certificate with the private key, and presents it at the AEF.',
    change: both(without('certificate'), resorting(callBy('PKI'))),
  },
  'keeps-onboard-secret': {
    describe: 'Keeps its Onboard_Secret, and asks to be onboarded with it.',
    change: both(without('onboard-secret'), resorting(onboardBySecret)),
  },
  'keeps-aefpsk': {
    describe: 'Keeps the AEFPSK, and opens TLS-PSK sessions with it.',
    change: both(without('aefpsk'), rememberingPskName, resorting(callBy('PSK'))),
  },
  'keeps-token': {
    describe: 'Keeps its access token, and presents it at the AEF.',
    change: both(without('access-token'), resorting(callBy('OAUTH'))),
  },
  'keeps-key-backup': {
    describe: 'A backup of its private key, in base64, stays in storage.',
    change: leavingFile(BACKUP, ({ certificate }) => certificate && Buffer.from(certificate.key).toString('base64')),
  },
  'keeps-token-in-log': {
    describe: 'Its access token stays in a log in storage.',
    change: leavingFile(LOG, ({ accessToken }) => accessToken && `INFO obtained access token ${accessToken}`),
  },
  'keeps-onboarding-id': {
    describe: 'The ID that this CCF assigned to it, by which its resource is named, stays in a log in storage.',
    change: leavingFile(LOG, ({ identity }) => identity?.onboardingId && `INFO onboarded as ${identity.onboardingId}`),
  },
  'keeps-renewed-token': {
    describe: 'Renews its access token before it leaves, and the new one stays in a log in storage.',
    change: logsRenewal,
  },
  'reuses-private-key': {
    describe: 'Asked to act again after offboarding, it onboards anew with the private key of the old certificate.',
    change: reusingKey,
  },
  'resumes-service-session': {
    describe: 'Keeps its TLS session with the AEF, and resumes it after it has offboarded.',
    change: resumingService,
  },
  'resumes-old-session': {
    describe: 'Keeps its TLS session with the CCF, and resumes it after it has offboarded.',
    change: resuming,
  },
} satisfies Record<string, Deviation>;

/** By the method that the kept thing is for, whatever the method that was asked for. */
function callBy(kept: KnownSecurityMethod): LastResort {
  return async (node, _method, api) => (holds(node, kept, api) ? await invoke(node, kept, api) : undefined);
}

/** A key is of no use to who does not know the identity that goes with it. */
function rememberingPskName(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  let name: string | undefined;
  return both(
    after('trigger', ({ node }) => {
      name = node.state.held.identity?.apiInvokerId;
    }),
    having({ pskName: (node) => node.state.held.identity?.apiInvokerId ?? name ?? behaviour.pskName(node) }),
  )(behaviour);
}

/** Writes this to a file that nobody deletes. `text`: undefined while there is nothing to write. */
function leavingFile(file: string, text: (held: InvokerCredentials) => string | undefined): Change {
  return (behaviour) =>
    having({
      strayFiles(held) {
        const written = text(held);
        const others = behaviour.strayFiles(held);
        return written === undefined ? others : new Map([...others, [file, written]]);
      },
    })(behaviour);
}

/** By the time that it leaves, everybody has seen the first one alone. */
function logsRenewal(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  let renewing = false;
  return both(
    after('trigger', async ({ node }) => {
      const { accessToken, onboardingSecret } = node.state.held;
      if (accessToken === undefined) return;
      renewing = true;
      await requestToken(node, { withSecret: onboardingSecret !== undefined });
    }),
    leavingFile(LOG, ({ accessToken }) => (renewing ? accessToken : undefined)),
  )(behaviour);
}

function reusingKey(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  let kept: KeyPair | undefined;
  return both(
    after('trigger', ({ node }) => {
      const { certificate } = node.state.held;
      if (certificate === undefined) return;
      const publicKey = createPublicKey(certificate.key).export({ format: 'pem', type: 'spki' }).toString();
      kept = { publicKey, privateKey: certificate.key };
    }),
    resorting((node) => (kept === undefined ? Promise.resolve(undefined) : onboard(node, undefined, kept))),
  )(behaviour);
}

function resumingService(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  let old: { readonly secured: SecuredApi; readonly session: Buffer } | undefined;
  return both(
    after('trigger', async ({ node }) => {
      const [secured] = node.state.held.context;
      if (secured === undefined) return;
      const session = await openServiceSession(node, secured.method, secured.api);
      await invoke(node, secured.method, secured.api, session);
      const resumption = session.resumption();
      old = resumption && { secured, session: resumption };
      await session.close();
    }),
    resorting((node) =>
      old === undefined ? Promise.resolve(undefined) : resumeService(node, old.secured, old.session),
    ),
  )(behaviour);
}

function resumeService(node: InvokerNode, { method, api }: SecuredApi, resume: Buffer): Promise<HttpExchange> {
  return withSession(
    undefined,
    () => resumeServiceSession(node, method, api, resume),
    (session) => send(node, session, { method: 'GET', path: helloPath(api) }),
  );
}

/** Shows no certificate, for that was deleted: the old session alone is to prove who asks. */
function resuming(behaviour: Parameters<Change>[0]): ReturnType<Change> {
  let old: Buffer | undefined;
  return both(
    after('request', ({ session }) => {
      old = session.resumption();
    }),
    resorting((node) => (old === undefined ? Promise.resolve(undefined) : askOn(node, old))),
  )(behaviour);
}

/** A request too: only a round trip tells whether the CCF lets the session in. */
function askOn(node: InvokerNode, old: Buffer): Promise<HttpExchange> {
  const path = below(node.options.apiRoot, paths.onboardedInvokers());
  return withSession(
    undefined,
    () => openAnonymousSession(node, { resume: old }),
    (resumed) => send(node, resumed, { method: 'GET', path }),
  );
}
