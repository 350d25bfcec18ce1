/** Requests to offboard: the one that must succeed, and those that must not. */
import { lastSegment, parseApiRoot } from '../../simulators/capif/api-root.ts';
import { createAuthority } from '../../simulators/pki/authority.ts';
import { generateKeyPair, type KeyKind } from '../../simulators/pki/keys.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import type { ClientSession, TlsIdentity } from '../../simulators/wire/types.ts';
import type { Entry } from '../evidence/timeline.ts';
import type { OffboardingCase } from '../evidence/view.ts';
import { classify } from '../probes/classify.ts';
import { keysFor } from './nodes.ts';
import { openSession } from './sessions.ts';
import { type Outcome, record, role, type Stage } from './stage.ts';

/** Step 1: something in the invoker decides to leave; which events do so is outside the clause's scope. */
export async function trigger(stage: Stage): Promise<void> {
  await record(stage, 'trigger', 'victim', async () => ({
    ok: true,
    detail: 'the simulated API invoker decides to leave',
  }));
}

/** Step 2: the offboarding request, on the session of step 0. */
export async function requestOffboarding(stage: Stage): Promise<void> {
  await onOwnSession(stage, 'valid', (victim) => victim.resource ?? '');
}

/** A request for an ID that the CCF never assigned, made from a real one so that its form is the CCF's own. */
export async function requestForUnknownId(stage: Stage): Promise<void> {
  await onOwnSession(stage, 'unknown-id', (victim) => replaceLastSegment(victim.resource ?? '', unknownId));
}

/** The victim asks for the bystander to be offboarded. */
export async function requestForBystander(stage: Stage): Promise<void> {
  await onOwnSession(stage, 'foreign-id', () => role(stage, 'bystander').invoker.resource ?? '');
}

/** The same request again, with the old certificate on a new session. */
export async function repeatRequest(stage: Stage): Promise<void> {
  const { invoker } = role(stage, 'victim');
  await request(
    stage,
    'repeat',
    () => invoker.openSession({ label: 'victim: repeated request' }),
    invoker.resource ?? '',
  );
}

/** Somebody without any certificate asks for the victim to be offboarded. */
export async function requestWithoutCertificate(stage: Stage): Promise<void> {
  await request(
    stage,
    'no-certificate',
    () => stranger(stage, undefined),
    role(stage, 'victim').invoker.resource ?? '',
  );
}

/** Somebody whose certificate bears the victim's ID, but from a CA that the CCF has never heard of. */
export async function requestWithForeignCertificate(stage: Stage): Promise<void> {
  const { invoker } = role(stage, 'victim');
  const identity = await foreignIdentity(invoker.apiInvokerId ?? 'unknown', keysFor(stage));
  await request(stage, 'foreign-certificate', () => stranger(stage, identity), invoker.resource ?? '');
}

async function onOwnSession(
  stage: Stage,
  kind: OffboardingCase,
  pathOf: (victim: { readonly resource: string | undefined }) => string,
): Promise<void> {
  const { invoker } = role(stage, 'victim');
  // A CCF that says "Connection: close", or GOAWAY, has ended the session with its answer to an earlier request.
  const ended = role(stage, 'victim').session?.usable === false;
  if (ended && stage.recorder.timeline.some(isOffboardingRequest)) await openSession(stage);
  const { session } = role(stage, 'victim');
  if (session === undefined) {
    const detail = 'no session of step 0 to send it on';
    await record(stage, 'offboarding-request', 'victim', async () => ({ ok: false, detail, facts: { case: kind } }));
    return;
  }
  await record(stage, 'offboarding-request', 'victim', () => send(stage, kind, session, pathOf(invoker)));
}

function isOffboardingRequest(entry: Entry): boolean {
  return entry.kind === 'action' && entry.action === 'offboarding-request';
}

async function request(
  stage: Stage,
  kind: OffboardingCase,
  open: () => Promise<ClientSession>,
  path: string,
): Promise<void> {
  const about = { case: kind, id: idOf(path) };
  await record(
    stage,
    'offboarding-request',
    'victim',
    async () => {
      const session = await open();
      const outcome = await send(stage, kind, session, path);
      await session.close();
      return outcome;
    },
    about,
  );
}

async function send(stage: Stage, kind: OffboardingCase, session: ClientSession, path: string): Promise<Outcome> {
  if (path === '')
    return { ok: false, detail: 'no resource to DELETE: onboarding gave no Location', facts: { case: kind } };
  const exchange = await session.request({ method: 'DELETE', path, timeoutMs: stage.timing.answer });
  return told(kind, exchange, path);
}

function told(kind: OffboardingCase, exchange: HttpExchange, path: string): Outcome {
  const { connection, exchange: id, failure } = exchange;
  const why =
    failure === undefined ? {} : { failure: failure.cause, ...(failure.alert && { alert: failure.alert.name }) };
  const facts = { case: kind, connection, exchange: id, id: idOf(path), ...why };
  return { ok: exchange.response !== undefined, detail: `DELETE ${path} → ${classify(exchange).seen}`, facts };
}

function stranger(stage: Stage, identity: TlsIdentity | undefined): Promise<ClientSession> {
  const { ccf, timing, recorder, claims, tls, headers } = stage;
  const { host, port } = parseApiRoot(ccf.apiRoot);
  return connect({
    host,
    port,
    label: identity === undefined ? 'stranger without a certificate' : 'stranger with a foreign certificate',
    trust: ccf.trust,
    verify: ccf.verify,
    ...(ccf.servername === undefined ? {} : { servername: ccf.servername }),
    identity,
    minVersion: tls,
    maxVersion: tls,
    alpn: claims.http,
    timeoutMs: timing.answer,
    headers,
    observer: recorder.observe,
  });
}

/** That name on a certificate of a CA that nobody knows, with a key of that kind. */
export async function foreignIdentity(commonName: string, keys?: KeyKind): Promise<TlsIdentity> {
  const [authority, pair] = await Promise.all([createAuthority('Unknown CA'), generateKeyPair(keys)]);
  const { publicKey, privateKey } = pair;
  const { certificate } = await authority.issue({ publicKey, commonName });
  return { certificate, key: privateKey };
}

function idOf(path: string): string {
  return lastSegment(path) ?? '';
}

function replaceLastSegment(path: string, change: (segment: string) => string): string {
  const cut = path.lastIndexOf('/') + 1;
  return path.slice(0, cut) + change(path.slice(cut));
}

/** The same length and alphabet, other characters: a digit for a digit, a letter for a letter, so that a hexadecimal ID stays one. */
function unknownId(id: string): string {
  const rotated = (character: string, alphabet: string) =>
    alphabet[(alphabet.indexOf(character) + 1) % alphabet.length] ?? character;
  const alphabets = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ'];
  const change = (character: string) =>
    rotated(character, alphabets.find((alphabet) => alphabet.includes(character)) ?? character);
  const tail = Math.min(8, id.length);
  return id.slice(0, -tail) + [...id.slice(-tail)].map(change).join('');
}
