/** Recordings of an offboarding as the harness would leave them, small enough to be read; each test changes what it is about. */
import type { RunRecord, RunRecordCheck } from '../../../../harness/evidence/run-record.ts';
import type { Entry, HarnessEntry } from '../../../../harness/evidence/timeline.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { check, record } from '../records.ts';

/** An entry without its number; `ms` is when, `step` where in the scenario. */
export type Happening = { readonly ms: number; readonly step?: number } & (WireEvent | HarnessEntry);

/** Entries in the order given, numbered from 1. */
export function timelineOf(happenings: readonly Happening[]): Entry[] {
  return happenings.map(({ ms, step = 0, ...entry }, index) => ({ ...entry, at: ms * 1000, seq: index + 1, step }));
}

interface Opened {
  readonly side?: 'client' | 'server';
  readonly port?: number;
  readonly shaken?: boolean;
}

/** A connection and, unless said otherwise, its handshake a millisecond later. */
export function opened(connection: string, label: string, ms: number, how: Opened = {}): Happening[] {
  const { side = 'client', port = 1000 + ms, shaken = true } = how;
  const facts = {
    version: 'TLSv1.2',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: undefined,
    resumed: false,
    peer: { by: 'nothing' },
  } as const;
  const opening: Happening = {
    kind: 'connection',
    connection,
    label,
    side,
    host: '127.0.0.1',
    port,
    tls: true,
    ms,
    at: 0,
  };
  return shaken ? [opening, { kind: 'handshake', connection, facts, ms: ms + 1, at: 0 }] : [opening];
}

export function said(
  connection: string,
  request: string,
  status: number | undefined,
  ms: number,
  more: { readonly side?: 'client' | 'server'; readonly body?: string } = {},
): Happening {
  const [method = '', target = ''] = request.split(' ');
  const { side = 'client', body = '' } = more;
  return {
    kind: 'exchange',
    exchange: `x${ms}`,
    connection,
    side,
    request: { method, target, headers: { host: 'ccf.example' }, body: '' },
    ...(status === undefined
      ? { failure: { cause: 'closed', message: 'the peer closed without an answer' } as const }
      : { response: { status, headers: {}, body, complete: true } }),
    requestAt: ms * 1000,
    responseAt: (ms + 2) * 1000,
    ms: ms + 2,
    at: 0,
  };
}

export function ended(
  connection: string,
  by: 'peer' | 'self',
  ms: number,
  signal: 'close_notify' | 'rst' = 'close_notify',
): Happening {
  return { kind: 'end', connection, by, signal, ms, at: 0 };
}

export function probed(
  probe: string,
  phase: 'control' | 'at-answer' | 'settled',
  outcome: 'accepted' | 'refused',
  ms: number,
  evidence: readonly number[] = [],
): Happening {
  const seen = outcome === 'accepted' ? '200' : '401';
  return {
    kind: 'probe',
    probe,
    subject: 'victim',
    phase,
    outcome,
    seen,
    facts: {},
    evidence,
    ms,
    step: phase === 'control' ? 0 : 3,
  };
}

export function did(
  action: string,
  subject: 'victim' | 'bystander' | 'aef-1',
  ms: number,
  ok = true,
  step = 0,
): Happening {
  return { kind: 'action', action, subject, ok, detail: `${action} it was`, facts: {}, evidence: [], ms, step };
}

/** What each row of {@link OFFBOARDING} is, by name. */
export const SEQ = { delete: 7, ends: 8, notification: 11, wait: 12, settled: 13 } as const;

/** Preparation, the session of step 0, the request, its answer, the teardown, the notification, and a probe when settled. */
export const OFFBOARDING: readonly Happening[] = [
  did('onboard', 'victim', 1),
  probed('discovery', 'control', 'accepted', 2),
  ...opened('c0', 'bystander: CAPIF-1e', 5),
  ...opened('c1', 'victim: CAPIF-1e', 10),
  { ...said('c1', 'DELETE /api-invoker-management/v1/onboardedInvokers/ONB1', 204, 100), step: 2 },
  { ...ended('c1', 'peer', 105), step: 6 },
  ...opened('c2', 'aef-1: CAPIF-3', 110, { side: 'server' }).map((one) => ({ ...one, step: 7 })),
  { ...said('c2', 'POST /notifications/1', 204, 112, { side: 'server' }), step: 7 },
  {
    kind: 'wait',
    awaited: 'tls-closed',
    subject: 'victim',
    seen: true,
    boundMs: 500,
    waitedMs: 5,
    evidence: [8],
    ms: 120,
    step: 6,
  },
  probed('discovery', 'settled', 'refused', 130),
];

/** The same with nothing of the teardown: the session stays, and the wait for its end was in vain. */
export const KEEPS_OPEN: readonly Happening[] = OFFBOARDING.flatMap((one): Happening[] => {
  if (one.kind === 'end') return [did('note', 'victim', 105, true, 6)];
  return one.kind === 'wait'
    ? [{ ...one, seen: false, ms: 620 }]
    : [one.kind === 'probe' && one.phase === 'settled' ? { ...one, ms: 640 } : one];
});

/** A record of these happenings. */
export function played(
  happenings: readonly Happening[],
  checks: readonly RunRecordCheck[] = [],
  changes: Partial<RunRecord> = {},
): RunRecord {
  return record(checks, { timeline: timelineOf(happenings), ...changes });
}

/** A CCF that does as the clause says. */
export function compliant(changes: Partial<RunRecord> = {}): RunRecord {
  const checks = [
    check('S4-success', 'pass', { evidence: [SEQ.delete] }),
    check('S6-torn-down', 'pass', { evidence: [SEQ.delete, SEQ.ends] }),
    check('S7-notified', 'pass', { evidence: [SEQ.notification] }),
    check('S3-enrolment-cancelled', 'pass', { evidence: [2, SEQ.delete, SEQ.settled] }),
  ];
  return played(OFFBOARDING, checks, changes);
}

/** A CCF that tears nothing down. */
export function keepsOpen(changes: Partial<RunRecord> = {}): RunRecord {
  const checks = [
    check('S4-success', 'pass', { evidence: [SEQ.delete] }),
    check('S6-torn-down', 'fail', { evidence: [SEQ.delete], seen: 'the session still open' }),
    check('S6-close-notify', 'inconclusive', { evidence: [SEQ.delete] }),
    check('S7-notified', 'pass', { evidence: [SEQ.notification] }),
  ];
  return played(KEEPS_OPEN, checks, changes);
}
