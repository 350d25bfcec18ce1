/** A whole offboarding as the engine would record it: by default that of a compliant CCF, else as a test asks for. */
import type { Phase, ProbeEntry, Subject, Timeline } from '../../../../harness/evidence/timeline.ts';
import type { Ending, Play, Refused, Told } from './play.ts';
import { TimelineBuilder, VERIFIED } from './timeline-builder.ts';

export const VICTIM = { apiInvokerId: 'INV-victim', onboardingId: 'onb-victim' };
export const BYSTANDER = { apiInvokerId: 'INV-bystander', onboardingId: 'onb-bystander' };
export const WINDOW = { teardown: 5_000, notification: 5_000, deletion: 2_000, quiet: 500, answer: 5_000 };

/** When the valid request is sent. */
const SENT = 150;

const NAMES = [
  'discovery',
  'context-write',
  'profile-put',
  'profile-patch',
  'trusted-invoker',
  'aefpsk',
  'token',
  'token-with-secret',
  'crl',
  'resumption',
];
/** Put only in scenarios of their own, so only where a test mentions them. */
const WHERE_MENTIONED = ['discovery-as-other', 'events', 'secret-alone'];
const SETTLED_ONLY = ['context-write', 'profile-put'];
/** What the victim's probes say when they are refused, and everybody's when they are accepted. */
const FACTS: Readonly<Record<string, { accepted: ProbeEntry['facts']; refused: ProbeEntry['facts'] }>> = {
  'trusted-invoker': { accepted: { namesInvoker: true }, refused: { namesInvoker: false } },
  aefpsk: { accepted: { keyPresent: true, keyMatches: true }, refused: { keyPresent: false, keyMatches: false } },
  crl: { accepted: { listed: false }, refused: { listed: true } },
  resumption: { accepted: { resumed: true }, refused: { resumed: false } },
};

/** Plays it. */
export function recording(play: Play = {}): Timeline {
  const builder = new TimelineBuilder();
  prepare(builder, play);
  probeAll(builder, play, 'control', 20);
  builder.residues('control', 'victim', play.residues);
  openSessions(builder, play);
  for (const refused of play.before ?? []) request(builder, refused);
  if (play.valid === false) {
    probeAll(builder, play, 'settled', builder.now + 10);
    return builder.timeline;
  }
  const answered = offboard(builder, play);
  const moments: { ms: number; act: () => void }[] = [];
  const plan = (ms: number, act: () => void) => moments.push({ ms, act });
  const ends = {
    c1: play.victimEnds ?? [
      { signal: 'close_notify', ms: 1 },
      { signal: 'fin', ms: 1.1 },
    ],
    c2: play.parallelEnds ?? [{ signal: 'close_notify', ms: 1.3 }],
    c3: play.bystanderEnds ?? [],
  } as const;
  for (const [connection, list] of Object.entries(ends)) {
    for (const { ms, signal, by = 'peer' } of list) plan(ms, () => builder.end(connection, by, signal));
  }
  const aefs = play.aefs ?? ['aef-1', 'aef-2'];
  const told = play.told ?? aefs.filter((aef) => aef !== 'impostor-aef').map((aef): Told => ({ aef }));
  told.forEach((notification, index) => {
    plan(notification.ms ?? 8 + index, () => notify(builder, notification, `n${index}`));
  });
  for (const away of play.turnedAway ?? []) plan(away.ms, () => turnAway(builder, away));
  for (const { aef, until } of play.outages ?? [])
    if (until !== undefined) plan(until, () => builder.action('outage-over', aef));
  plan(2, () => probeAll(builder, play, 'at-answer', builder.now));
  planWaits(builder, play, { ends: ends.c1, told, aefs }, plan);
  for (const { ms, act } of moments.toSorted((one, other) => one.ms - other.ms)) {
    builder.at(answered + ms);
    act();
  }
  probeAll(builder, play, 'settled', settledAt(builder, play, answered));
  builder.residues('settled', 'victim', play.residues);
  for (const refused of play.after ?? []) request(builder, refused);
  return builder.timeline;
}

/** As the engine does: what is still accepted is asked again when the deletion window is over. */
function settledAt(builder: TimelineBuilder, play: Play, answered: number): number {
  if (play.settledAt !== undefined) return answered + play.settledAt;
  const kept = Object.entries(play.probes ?? {}).some(
    ([key, change]) => key.startsWith('settled victim') && change !== 'absent' && change.outcome === 'accepted',
  );
  return Math.max(builder.now + 20, kept ? answered + WINDOW.deletion + 1 : 0);
}

function prepare(builder: TimelineBuilder, play: Play): void {
  builder.at(1);
  if (play.onboarded !== false) {
    const victim = play.certified === false ? { ...VICTIM, certificate: false } : VICTIM;
    builder.action('onboard', 'victim', victim).action('onboard', 'bystander', BYSTANDER);
  }
  for (const aef of play.aefs ?? ['aef-1', 'aef-2']) {
    const facts = { subscriptionId: `sub-${aef}`, path: `/notifications/${aef}`, label: aef };
    const refused = play.unsubscribed?.includes(aef) === true;
    const status = refused ? (play.refusedWith ?? 403) : 201;
    builder.action('subscribe', aef, { ...facts, status }, !refused);
  }
}

function probeAll(builder: TimelineBuilder, play: Play, phase: Phase, from: number): void {
  builder.at(from);
  for (const subject of ['victim', 'bystander'] as const) {
    const sessions =
      subject === 'bystander'
        ? phase === 'settled'
          ? ['open-session']
          : []
        : phase === 'settled'
          ? ['parallel-session']
          : [];
    for (const name of [...NAMES, ...WHERE_MENTIONED, ...sessions]) {
      if (phase === 'at-answer' && (subject === 'bystander' || SETTLED_ONLY.includes(name))) continue;
      probe(builder, play, phase, subject, name);
    }
  }
}

function probe(builder: TimelineBuilder, play: Play, phase: Phase, subject: Subject, name: string): void {
  const change = play.probes?.[`${phase} ${subject} ${name}`];
  if (change === 'absent' || (change === undefined && WHERE_MENTIONED.includes(name))) return;
  const gone = subject === 'victim' && phase !== 'control' && play.valid !== false;
  const outcome = change?.outcome ?? (gone ? 'refused' : 'accepted');
  const facts = outcome === 'accepted' || outcome === 'refused' ? FACTS[name]?.[outcome] : undefined;
  builder.probe(phase, subject, name, { outcome, seen: gone ? '404' : '200', facts: facts ?? {}, ...change });
}

function openSessions(builder: TimelineBuilder, play: Play): void {
  if (play.bystanderSession !== false) {
    builder.at(90).connection('c3').action('open-session', 'bystander', { connection: 'c3' });
    if (play.bystanderUsed === true) builder.exchange({ connection: 'c3', status: 200 });
  }
  builder.at(110).connection('c1').action('open-session', 'victim', { connection: 'c1' });
  if (play.parallelSession !== false) {
    builder.at(112).connection('c2').action('open-parallel-session', 'victim', { connection: 'c2' });
    builder.exchange({ connection: 'c2', status: 200 });
    probe(builder, play, 'control', 'victim', 'parallel-session');
  }
  if (play.legacy === 'absent') return;
  const { accepted = false, ok = true } = play.legacy ?? {};
  builder.at(120).action('legacy-hello', 'ccf', { version: 'TLSv1.1', accepted, seen: 'alert protocol_version' }, ok);
}

/** Answers when the answer was complete or given up, in milliseconds. */
function offboard(builder: TimelineBuilder, play: Play): number {
  builder.at(Math.max(SENT, builder.now));
  const takes = play.answer?.takes ?? 2;
  for (const { aef, kind, from } of play.outages ?? []) {
    const at = builder.now;
    builder
      .at(at + takes + from)
      .action('outage', aef, { kind })
      .at(at);
  }
  const target = `/api-invoker-management/v1/onboardedInvokers/${VICTIM.onboardingId}`;
  const { id } = builder.exchange({ connection: 'c1', method: 'DELETE', target, status: 204, takes, ...play.answer });
  const answered = builder.now;
  builder.action('offboarding-request', 'victim', {
    connection: 'c1',
    exchange: id,
    case: 'valid',
    id: VICTIM.onboardingId,
  });
  return answered;
}

function planWaits(
  builder: TimelineBuilder,
  play: Play,
  came: { ends: readonly Ending[]; told: readonly Told[]; aefs: readonly Subject[] },
  plan: (ms: number, act: () => void) => void,
): void {
  const wait = (awaited: 'tls-closed' | 'notification', subject: Subject, ms: number | undefined, bound: number) => {
    if (ms === undefined && play.waits === false) return;
    plan(ms ?? bound, () => builder.wait(awaited, subject, ms ?? bound, ms !== undefined));
  };
  const end = came.ends[0]?.ms;
  wait(
    'tls-closed',
    'victim',
    end !== undefined && end < WINDOW.teardown ? Math.max(0, end) : undefined,
    WINDOW.teardown,
  );
  for (const aef of came.aefs) {
    const over = Math.max(
      0,
      ...(play.outages ?? []).filter((outage) => outage.aef === aef).map(({ until = 0 }) => until),
    );
    // Waited for until our AEF has acknowledged one that says all that it needs to know.
    const heard = came.told.filter((told) => (told.aef ?? 'aef-1') === aef && told.status !== 503 && isProper(told));
    const first = heard.map(({ ms = 20 }) => ms).find((ms) => ms > -2);
    const inTime = first !== undefined && first < WINDOW.notification + over ? Math.max(0, first) : undefined;
    wait('notification', aef, inTime, WINDOW.notification + over);
  }
}

/** A POST that names the victim and the event. */
function isProper({ method = 'POST', body = {} }: Told): boolean {
  if (typeof body === 'string' || method !== 'POST') return false;
  const said = JSON.stringify({ events: 'API_INVOKER_OFFBOARDED', eventDetail: VICTIM.apiInvokerId, ...body });
  return said.includes('API_INVOKER_OFFBOARDED') && said.includes(VICTIM.apiInvokerId);
}

/** The notification that a compliant CCF sends, with the changes asked for. */
export function notify(builder: TimelineBuilder, told: Told, connection: string): void {
  const aef = told.aef ?? 'aef-1';
  const right = {
    subscriptionId: `sub-${aef}`,
    events: 'API_INVOKER_OFFBOARDED',
    eventDetail: { apiInvokerIds: [VICTIM.apiInvokerId] },
  };
  const body = typeof told.body === 'string' ? told.body : JSON.stringify({ ...right, ...told.body });
  builder.connection(connection, told.plain === true ? 'bare TCP' : (told.peer ?? VERIFIED), 'server');
  builder.exchange({
    connection,
    side: 'server',
    method: told.method ?? 'POST',
    target: `/notifications/${aef}`,
    headers: { 'content-type': told.contentType ?? 'application/json' },
    body,
    status: told.status ?? 204,
  });
}

/** A connection for notifications on which TLS did not come about. */
function turnAway(builder: TimelineBuilder, { aef, ms, message }: { aef: Subject; ms: number; message: string }): void {
  const about = { connection: `away-${aef}-${ms}`, label: `${aef}: CAPIF-3`, side: 'server' } as const;
  builder.add({ kind: 'connect-failed', ...about, failure: { cause: 'closed', message }, at: 0 });
}

function request(builder: TimelineBuilder, refused: Refused): void {
  const foreign = refused.case === 'foreign-id';
  const id = refused.case === 'unknown-id' ? 'nobody' : (foreign ? BYSTANDER : VICTIM).onboardingId;
  const start = builder.at(builder.now + 5).now;
  const connection = `r${start}`;
  const facts = { case: refused.case, id };
  if (refused.connected === false) {
    const alert = refused.alert === undefined ? {} : { alert: refused.alert };
    builder.action('offboarding-request', 'victim', { ...facts, failure: refused.failure ?? 'alert', ...alert }, false);
  } else {
    const { status, failure, alert } = refused;
    const outcome = { ...(alert === undefined ? {} : { alert }), status, failure };
    const exchange = builder.connection(connection).exchange({ connection, method: 'DELETE', ...outcome });
    builder.action('offboarding-request', 'victim', { ...facts, connection, exchange: exchange.id });
  }
  const done = builder.now;
  refused.told?.forEach((told, index) => {
    notify(builder.at(start + (told.ms ?? 20 + index)), told, `${connection}-n${index}`);
  });
  const quiet = refused.quiet ?? WINDOW.quiet;
  if (quiet > 0) builder.at(done + quiet).wait('quiet', 'target', quiet, false);
}
