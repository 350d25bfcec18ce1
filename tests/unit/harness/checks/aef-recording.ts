/**
 * A whole notification of an AEF under test as the engine would record it: by default that of a compliant AEF, and with every deviation that a
 * test asks for. Times are milliseconds; those of endings count from the acknowledgement.
 */

import type { Phase, ProbeEntry, ResidueEntry, Subject, Timeline } from '../../../../harness/evidence/timeline.ts';
import type { NotificationCase } from '../../../../harness/evidence/view.ts';
import type { Ending } from './play.ts';
import { BYSTANDER, VICTIM, WINDOW } from './recording.ts';
import { type ExchangeLike, TimelineBuilder } from './timeline-builder.ts';

export interface Sent extends Partial<Pick<ExchangeLike, 'status' | 'failure' | 'alert' | 'takes' | 'responseBody'>> {
  readonly case: NotificationCase;
  /** False: the connection failed and there is no exchange. */
  readonly connected?: boolean;
  readonly apiInvokerId?: string;
  /** Probes after it, as `'victim service-api'` → change; `absent` puts none at all. */
  readonly probes?: Readonly<Record<string, Partial<ProbeEntry>>> | 'absent';
}

export interface AefPlay {
  readonly onboarded?: boolean;
  /** Absent: no genuine notification. */
  readonly genuine?: Partial<Sent> | 'absent';
  readonly before?: readonly Sent[];
  readonly after?: readonly Sent[];
  readonly victimEnds?: readonly Ending[];
  readonly parallelEnds?: readonly Ending[];
  readonly bystanderEnds?: readonly Ending[];
  readonly sessions?: boolean;
  readonly parallel?: boolean;
  readonly bystanderSession?: boolean;
  /** Connections that were used and said to end with their answer; `victim`: that invoker's alone. */
  readonly spent?: 'everybody' | 'victim';
  /** False: nothing is waited for beyond what came. */
  readonly waits?: boolean;
  /** Changes of a probe, e.g. `{ 'settled victim service-api': { outcome: 'accepted' } }`. */
  readonly probes?: Readonly<Record<string, Partial<ProbeEntry> | 'absent'>>;
  /** When the last probes are put, after the acknowledgement. */
  readonly settledAt?: number;
  readonly token?: Readonly<Record<string, number>>;
  readonly legacy?: boolean | 'absent';
  /** What storage scans find: `'control aefpsk'` → change; scans that are not named are not made. */
  readonly residues?: Readonly<Record<string, Partial<ResidueEntry>>>;
}

/** An AEF that ends every connection with its answer (`Connection: close`). */
export const SPENT: AefPlay = {
  spent: 'everybody',
  victimEnds: [{ signal: 'close_notify', ms: -30 }],
  parallelEnds: [{ signal: 'close_notify', ms: -30 }],
  bystanderEnds: [{ signal: 'close_notify', ms: -30 }],
  probes: {
    'settled victim service-parallel': { outcome: 'refused', facts: { stillOpen: false } },
    'settled bystander service-open-session': { outcome: 'refused', facts: { stillOpen: false } },
  },
};

const AT_LAST: readonly (readonly [Subject, string])[] = [
  ['victim', 'trusted-invoker'],
  ['victim', 'service-api'],
  ['victim', 'service-resumption'],
  ['victim', 'service-parallel'],
  ['bystander', 'service-api'],
  ['bystander', 'service-open-session'],
];

export function aefRecording(play: AefPlay = {}): Timeline {
  const builder = new TimelineBuilder().at(1);
  if (play.onboarded !== false) builder.action('onboard', 'victim', VICTIM).action('onboard', 'bystander', BYSTANDER);
  builder.action('token', 'victim', play.token ?? {});
  builder.at(20);
  for (const name of ['service-api', 'service-resumption', 'service-parallel'])
    probe(builder, play, 'control', 'victim', name);
  probe(builder, play, 'control', 'bystander', 'service-api');
  builder.residues('control', 'victim', play.residues);
  openSessions(builder, play);
  for (const sent of play.before ?? []) forge(builder, sent);
  if (play.genuine !== 'absent') genuine(builder, play, play.genuine ?? {});
  for (const sent of play.after ?? []) forge(builder, sent);
  return builder.timeline;
}

function openSessions(builder: TimelineBuilder, play: AefPlay): void {
  if (play.sessions === false) return;
  const open = (ms: number, action: string, subject: Subject, connection: string) => {
    const spent = play.spent === 'everybody' || play.spent === subject;
    builder
      .at(ms)
      .connection(connection)
      .action(action, subject, { connection, ...(spent && { spent }) });
  };
  if (play.bystanderSession !== false) open(60, 'open-service-session', 'bystander', 'c3');
  open(110, 'open-service-session', 'victim', 'c1');
  if (play.parallel !== false) open(112, 'open-parallel-service-session', 'victim', 'c2');
  if (play.legacy === 'absent') return;
  const facts = { version: 'TLSv1.1', accepted: play.legacy ?? false, seen: 'alert protocol_version' };
  builder.at(120).action('legacy-hello', 'target', facts);
}

function genuine(builder: TimelineBuilder, play: AefPlay, change: Partial<Sent>): void {
  builder.at(Math.max(150, builder.now));
  send(builder, { case: 'genuine', apiInvokerId: VICTIM.apiInvokerId, status: 204, takes: 2, ...change });
  const answered = builder.now;
  const ends = {
    c1: play.victimEnds ?? [
      { signal: 'close_notify', ms: -0.5 },
      { signal: 'fin', ms: -0.4 },
    ],
    c2: play.parallelEnds ?? [{ signal: 'close_notify', ms: -0.3 }],
    c3: play.bystanderEnds ?? [],
  } as const;
  const moments: { ms: number; act: () => void }[] = [];
  for (const [connection, list] of play.sessions === false ? [] : Object.entries(ends)) {
    for (const { ms, signal, by = 'peer' } of list)
      moments.push({ ms, act: () => builder.end(connection, by, signal) });
  }
  moments.push({ ms: 4, act: () => probe(builder, play, 'at-answer', 'victim', 'service-api') });
  const first = ends.c1[0]?.ms;
  const seen = first !== undefined && first < WINDOW.teardown;
  const waited = seen ? Math.max(0, first) : WINDOW.teardown;
  if (seen || play.waits !== false)
    moments.push({ ms: waited, act: () => builder.wait('tls-closed', 'victim', waited, seen) });
  for (const { ms, act } of moments.toSorted((one, other) => one.ms - other.ms)) {
    builder.at(answered + ms);
    act();
  }
  builder.at(Math.max(builder.now + 20, answered + (play.settledAt ?? WINDOW.deletion + 1)));
  builder.residues('settled', 'victim', play.residues);
  for (const [subject, name] of AT_LAST) probe(builder, play, 'settled', subject, name);
}

function probe(builder: TimelineBuilder, play: AefPlay, phase: Phase, subject: Subject, name: string): void {
  const change = play.probes?.[`${phase} ${subject} ${name}`];
  if (change === 'absent') return;
  const isGone = subject === 'victim' && phase !== 'control';
  const outcome = change?.outcome ?? (isGone ? 'refused' : 'accepted');
  const facts: ProbeEntry['facts'] = name === 'service-resumption' ? { resumed: !isGone } : {};
  const seen = name === 'trusted-invoker' ? '404' : isGone ? '401' : '200';
  builder.probe(phase, subject, name, { outcome, seen, facts, ...change });
}

function send(builder: TimelineBuilder, sent: Partial<Sent>): void {
  const { case: kind = 'genuine', apiInvokerId = VICTIM.apiInvokerId, status, failure, alert, takes } = sent;
  const connection = `n${builder.timeline.length}`;
  const facts = { case: kind, apiInvokerId, connection };
  if (sent.connected === false) {
    const why = { failure: failure ?? 'alert', ...(alert === undefined ? {} : { alert }) };
    builder.action('notification', 'ccf', { ...facts, ...why }, false);
    return;
  }
  const rest = { ...(alert && { alert }), ...(takes && { takes }), responseBody: sent.responseBody ?? '' };
  const target = '/notifications';
  const { id } = builder
    .connection(connection)
    .exchange({ connection, method: 'POST', target, status, failure, ...rest });
  builder.action('notification', 'ccf', { ...facts, exchange: id });
}

/** A notification that is to change nothing, and what is looked at after it. */
function forge(builder: TimelineBuilder, sent: Sent): void {
  send(builder.at(builder.now + 5), sent);
  if (sent.probes === 'absent') return;
  builder.at(builder.now + 20);
  const forged = ['no-certificate', 'foreign-certificate', 'not-the-ccf'].includes(sent.case);
  for (const subject of forged ? (['victim', 'bystander'] as const) : (['bystander'] as const)) {
    builder.probe('settled', subject, 'service-api', sent.probes?.[`${subject} service-api`] ?? {});
  }
}
