/**
 * A whole offboarding of an API invoker under test as the engine would record it: by default that of a compliant one, and with every deviation
 * that a test asks for. Times are milliseconds; those of what comes afterwards count from the answer.
 */
import { createHash } from 'node:crypto';
import type { CredentialKind, ResidueEntry, Timeline } from '../../../../harness/evidence/timeline.ts';
import type { Failure, PeerAuthentication } from '../../../../simulators/wire/facts.ts';
import { VICTIM, WINDOW } from './recording.ts';
import { TimelineBuilder } from './timeline-builder.ts';

export const TOKEN = 'header.payload.signature';
/** Issued later, in the background. */
export const RENEWED = 'header.payload.renewed';
export const SECRET = 'the-onboard-secret';
export const PATH = `/api-invoker-management/v1/onboardedInvokers/${VICTIM.onboardingId}`;
const ISSUED = 'ab'.repeat(32);
export const OLD = certificate('CN=INV-victim', ISSUED);
export const PSK: PeerAuthentication = { by: 'psk', identity: VICTIM.apiInvokerId };
export const OTHER = certificate('CN=other', 'cd'.repeat(32));
/** The certificate that our CCF issued when the invoker changed its key. */
export const RENEWED_CERTIFICATE = certificate('CN=INV-victim', '12'.repeat(32));
/** An enrolment of an earlier scenario: its path, and its certificate. */
export const EARLIER_PATH = '/api-invoker-management/v1/onboardedInvokers/onb-earlier';
export const EARLIER = certificate('CN=INV-earlier', '34'.repeat(32));
export const UNVERIFIED = certificate('CN=other', 'cd'.repeat(32), false);

/** A connection of the invoker to one of our nodes and one request on it. */
export interface Call {
  readonly node?: 'ccf: CAPIF-1e' | 'aef-1: service API' | 'aef-1: CAPIF-3';
  /** After the answer; by default when the deletion window is over. */
  readonly ms?: number;
  readonly peer?: PeerAuthentication | 'bare TCP';
  readonly resumed?: boolean;
  readonly method?: string;
  readonly target?: string;
  readonly bearer?: string;
  readonly basic?: string;
  readonly body?: string;
  /** Of a request to be onboarded: SHA-256 of the key. */
  readonly publicKey?: string;
  readonly status?: number | undefined;
  readonly failure?: Failure['cause'];
  /** How the handshake failed at our end; then there is no request. */
  readonly refused?: Pick<Failure, 'cause' | 'code'>;
  readonly takes?: number;
}

type ImpostorFacts = Readonly<Record<string, number | string>>;

export interface InvokerPlay {
  readonly provided?: boolean;
  /** `absent`: none. `failed`: it did not work. `action`: recorded by an action alone. */
  readonly trigger?: 'absent' | 'failed' | 'action';
  /** False: it had not used anything before. */
  readonly used?: boolean;
  /** Offboarding requests, `ms` from the trigger on. */
  readonly requests?: readonly Call[];
  readonly answer?: string;
  readonly after?: readonly Call[];
  readonly again?: boolean | 'absent' | 'by hook';
  /** What storage scans find: `'control aefpsk'` → change; scans that are not named are not made. */
  readonly residues?: Readonly<Record<string, Partial<ResidueEntry>>>;
  readonly scannedAt?: number;
  /** When the recording ends, after the answer. */
  readonly until?: number;
  readonly reonboarded?: boolean;
  /** One, or one after the other. */
  readonly impostor?: ImpostorFacts | readonly ImpostorFacts[];
}

function certificate(subject: string, fingerprint: string, verified = true): PeerAuthentication {
  return { by: 'certificate', subject, issuer: 'CN=CAPIF CA', serialNumber: '01', fingerprint, verified };
}

/** The scans of one credential that was there before and is gone. */
export function scanned(
  kind: CredentialKind,
  settled: Partial<ResidueEntry> = {},
  control: Partial<ResidueEntry> = FOUND,
) {
  return { residues: { [`control ${kind}`]: control, [`settled ${kind}`]: settled } };
}
export const FOUND: Partial<ResidueEntry> = {
  places: [{ place: 'store/invoker.json', offset: 17, encoding: 'base64' }],
};

export function invokerRecording(play: InvokerPlay = {}): Timeline {
  const builder = new TimelineBuilder().at(1);
  if (play.provided !== false) provide(builder, VICTIM, ISSUED);
  const sha256 = createHash('sha256').update(TOKEN).digest('hex');
  builder.action('provide-token', 'target', { sha256 });
  builder.action('provide-token', 'target', { sha256: createHash('sha256').update(RENEWED).digest('hex') });
  builder.action('provide-certificate', 'target', { fingerprint: '12'.repeat(32) });
  if (play.used !== false) useEverything(builder);
  builder.residues('control', 'target', play.residues);
  for (const facts of [play.impostor ?? []].flat()) builder.action('impostor', 'ccf', facts);
  builder.at(100);
  for (const [index, call] of (play.requests ?? [{}]).entries()) {
    builder.at(100 + (call.ms ?? 5 + 10 * index));
    make(builder, { method: 'DELETE', target: PATH, status: 204, peer: OLD, ...call });
  }
  const answered = builder.now;
  recordTrigger(builder.at(answered + 0.5), play, answered - 99.5);
  if (play.answer !== undefined) builder.action('answer', 'ccf', { case: play.answer });
  for (const call of play.after ?? []) make(builder.at(answered + (call.ms ?? WINDOW.deletion + 5)), call);
  builder.at(Math.max(builder.now, answered + (play.scannedAt ?? WINDOW.deletion + 10)));
  if (play.again === 'by hook') {
    builder.add({ kind: 'hook', hook: 'invoke', ok: true, code: 0, durationMs: 1, detail: '' });
  }
  if (play.again !== 'absent') builder.action('act-again', 'target', {}, play.again !== false);
  if (play.reonboarded === true)
    provide(builder, { apiInvokerId: 'INV-new', onboardingId: 'onb-new' }, 'ef'.repeat(32));
  builder.residues('settled', 'target', play.residues);
  const earlier = { apiInvokerId: 'INV-earlier', onboardingId: 'onb-earlier', fingerprint: '34'.repeat(32) };
  builder.action('earlier-enrolment', 'target', { ...earlier, onboardingPath: EARLIER_PATH });
  if (play.until !== undefined) builder.at(answered + play.until).wait('quiet', 'target', play.until, false);
  return builder.timeline;
}

function provide(builder: TimelineBuilder, ids: typeof VICTIM, fingerprint: string): void {
  const onboardingPath = `/api-invoker-management/v1/onboardedInvokers/${ids.onboardingId}`;
  const publicKeySha256 = `key of ${ids.apiInvokerId}`;
  const secretSha256 = createHash('sha256').update(SECRET).digest('hex');
  builder.action('provide', 'target', { ...ids, onboardingPath, fingerprint, publicKeySha256, secretSha256 });
}

function useEverything(builder: TimelineBuilder): void {
  builder.at(10);
  make(builder, { peer: OLD, target: `/service-apis/v1/allServiceAPIs?api-invoker-id=${VICTIM.apiInvokerId}` });
  make(builder, { peer: OLD, resumed: true });
  make(builder, { node: 'aef-1: service API', peer: PSK });
  make(builder, { node: 'aef-1: service API', peer: { by: 'nothing' }, bearer: TOKEN });
}

function recordTrigger(builder: TimelineBuilder, { trigger }: InvokerPlay, durationMs: number): void {
  if (trigger === 'absent') return;
  if (trigger === 'action') {
    builder.action('trigger', 'target');
    return;
  }
  const ok = trigger !== 'failed';
  builder.add({ kind: 'hook', hook: 'trigger', ok, code: ok ? 0 : 1, durationMs: Math.round(durationMs), detail: '' });
}

function make(builder: TimelineBuilder, call: Call): void {
  const label = call.node ?? 'ccf: CAPIF-1e';
  const connection = `s${builder.timeline.length}`;
  const tls = call.peer !== 'bare TCP';
  builder.add({ kind: 'connection', connection, label, side: 'server', host: '127.0.0.1', port: 1, tls, at: 0 });
  if (call.refused !== undefined) {
    const failure = { ...call.refused, message: 'refused' };
    builder.add({ kind: 'connect-failed', connection, label, side: 'server', failure, at: 0 });
    return;
  }
  if (call.peer !== 'bare TCP') {
    const facts = { version: 'TLSv1.2', cipher: '', alpn: undefined, resumed: call.resumed ?? false } as const;
    const peer = call.peer ?? { by: 'nothing' };
    builder.add({ kind: 'handshake', connection, facts: { ...facts, peer }, at: 0 });
  }
  const { method = 'GET', target = '/', takes = 1, failure, body = '', bearer, basic } = call;
  const headers = {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
  };
  const status = 'status' in call ? call.status : 200;
  const request = { method, target, headers, body };
  const { id: exchange } = builder.exchange({ connection, side: 'server', ...request, status, failure, takes });
  const { publicKey } = call;
  if (publicKey !== undefined) builder.action('enrolment-request', 'target', { exchange, publicKeySha256: publicKey });
}
