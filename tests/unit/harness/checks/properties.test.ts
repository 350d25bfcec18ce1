import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { CHECKS } from '../../../../harness/checks/registry.ts';
import type { Entry, Timeline } from '../../../../harness/evidence/timeline.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { answerOf, findingOf } from './judging.ts';
import { COMPLIANT, MUTANTS } from './mutants.ts';
import { type Play, recording, WINDOW } from './recording.ts';

const PLAYS: readonly Play[] = [{}, ...Object.values(MUTANTS).map(({ play }) => play)].map((play) => ({
  ...COMPLIANT,
  ...play,
}));
const aPlay = fc.constantFrom(...PLAYS);

/** What every check answers. */
function answers(timeline: Timeline): Record<string, string> {
  return Object.fromEntries(CHECKS.map(({ requirement }) => [requirement, answerOf(findingOf(requirement, timeline))]));
}

/** Numbers entries anew; what cites others by number follows. */
function renumbered(entries: readonly Entry[]): Timeline {
  const numbers = new Map(entries.map(({ seq }, index) => [seq, index + 1]));
  return entries.map((entry) => {
    const seq = numbers.get(entry.seq) ?? 0;
    if (!('evidence' in entry)) return { ...entry, seq };
    return { ...entry, seq, evidence: entry.evidence.flatMap((cited) => numbers.get(cited) ?? []) };
  });
}

/** Traffic of the same run that no row is about: other connections, other people's notifications, other probes. */
const noise = fc.constantFrom<((at: number) => WireEvent) | Entry>(
  (at) => ({
    kind: 'connection',
    connection: 'z1',
    label: 'else',
    side: 'client',
    host: '127.0.0.1',
    port: 9,
    tls: true,
    at,
  }),
  (at) => ({ kind: 'end', connection: 'z1', by: 'peer', signal: 'rst', at }),
  (at) => ({ kind: 'end', connection: 'z2', by: 'self', signal: 'fin', at }),
  (at) =>
    exchange(
      at,
      'server',
      '/notifications/aef-1',
      '{"events":"API_INVOKER_OFFBOARDED","eventDetail":{"apiInvokerIds":["INV-else"]}}',
    ),
  (at) => exchange(at, 'server', '/notifications/aef-9', '{}'),
  (at) => exchange(at, 'client', '/notifications/aef-1', '{}'),
  {
    kind: 'probe',
    probe: 'nothing',
    subject: 'victim',
    phase: 'settled',
    outcome: 'accepted',
    seen: '',
    facts: {},
    evidence: [],
    seq: 0,
    at: 0,
    step: 0,
  },
  {
    kind: 'probe',
    probe: 'discovery',
    subject: 'aef-1',
    phase: 'settled',
    outcome: 'refused',
    seen: '',
    facts: {},
    evidence: [],
    seq: 0,
    at: 0,
    step: 0,
  },
  {
    kind: 'action',
    action: 'nothing',
    subject: 'victim',
    ok: false,
    detail: '',
    facts: {},
    evidence: [],
    seq: 0,
    at: 0,
    step: 0,
  },
  { kind: 'contract', ours: false, schema: 'X', issues: [], evidence: [], seq: 0, at: 0, step: 0 },
  {
    kind: 'wait',
    awaited: 'deletion',
    subject: 'aef-2',
    seen: false,
    boundMs: 1,
    waitedMs: 1,
    evidence: [],
    seq: 0,
    at: 0,
    step: 0,
  },
);

function exchange(at: number, side: 'client' | 'server', target: string, body: string): WireEvent {
  const request = { method: 'POST', target, headers: {}, body };
  const response = { status: 204, headers: {}, body: '', complete: true };
  return { kind: 'exchange', exchange: 'x0', connection: 'z3', side, request, response, requestAt: at, at };
}

test('entries about something else change no answer, wherever they stand', () => {
  const places = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), noise), { maxLength: 8 });
  const property = fc.property(aPlay, places, (play, strangers) => {
    const timeline = recording(play);
    const mixed: Entry[] = [...timeline];
    for (const [share, stranger] of strangers) {
      const place = Math.floor(share * mixed.length);
      const at = mixed[place]?.at ?? 0;
      const facts = typeof stranger === 'function' ? stranger(at) : stranger;
      mixed.splice(place, 0, { ...facts, seq: 10_000 + mixed.length, at, step: 0 });
    }
    expect(answers(renumbered(mixed))).toEqual(answers(timeline));
  });
  fc.assert(property, { numRuns: 60 });
});

test('wire entries may be recorded late, as an exchange is when it is over: their own time counts', () => {
  const property = fc.property(aPlay, fc.infiniteStream(fc.boolean()), (play, coin) => {
    const timeline = recording(play);
    const swapped = [...timeline];
    for (let index = 0; index + 1 < swapped.length; index += 1) {
      const [one, other] = [swapped[index], swapped[index + 1]];
      // Of the harness's own entries the order of recording is the order of doing.
      if (one === undefined || other === undefined || !('connection' in one) || !('connection' in other)) continue;
      if (coin.next().value === true) swapped.splice(index, 2, other, one);
    }
    expect(answers(renumbered(swapped))).toEqual(answers(timeline));
  });
  fc.assert(property, { numRuns: 60 });
});

test('neither the clock nor the names of connections and exchanges matter', () => {
  const property = fc.property(aPlay, fc.integer({ min: -1_000_000, max: 1_000_000_000 }), (play, shift) => {
    const timeline = recording(play);
    const rename = (value: unknown) =>
      typeof value === 'string' ? value.replace(/^([crxn]\d[\w.-]*)$/, 'renamed-$1') : value;
    const moved = timeline.map((entry) => {
      const facts = 'facts' in entry && entry.kind === 'action' ? { facts: mapped(entry.facts, rename) } : {};
      const times =
        entry.kind === 'exchange' ? { requestAt: entry.requestAt + shift, exchange: `renamed-${entry.exchange}` } : {};
      const connection = 'connection' in entry ? { connection: `renamed-${entry.connection}` } : {};
      return { ...entry, ...facts, ...times, ...connection, at: entry.at + shift } as Entry;
    });
    expect(answers(moved)).toEqual(answers(timeline));
  });
  fc.assert(property, { numRuns: 60 });
});

function mapped<Value>(facts: Readonly<Record<string, Value>>, by: (value: Value) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, by(value)]));
}

test('a recording that breaks off never passes what the whole one fails', () => {
  // A later notification may be the wrong one; that no more will come is what the quiet wait and the end of the run are for.
  const open = ['S7-only-when-offboarded', 'S7-mutual-tls', 'S7-well-formed'];
  for (const play of PLAYS) {
    const timeline = recording(play);
    const failed = CHECKS.filter(({ requirement }) => findingOf(requirement, timeline).outcome === 'breached');
    for (const { requirement } of failed.filter((check) => !open.includes(check.requirement))) {
      for (let length = 0; length < timeline.length; length += 1) {
        const { outcome } = findingOf(requirement, timeline.slice(0, length));
        expect({ requirement, length, passed: outcome === 'holds' }).toEqual({ requirement, length, passed: false });
      }
    }
  }
});

test('a recording that breaks off never fails what the whole one of a compliant CCF passes', () => {
  const timeline = recording(COMPLIANT);
  for (let length = 0; length <= timeline.length; length += 1) {
    const failed = CHECKS.filter(
      ({ requirement }) => findingOf(requirement, timeline.slice(0, length)).outcome === 'breached',
    );
    expect({ length, failed }).toEqual({ length, failed: [] });
  }
});

test('no negative passes without its control', () => {
  const NEGATIVES = CHECKS.map(({ requirement }) => requirement).filter((id) =>
    /^S3-.*(cancelled|deleted|inert|intact)$/.test(id),
  );
  const rest = [
    'S0-client-authenticated',
    'S3-foreign-id-refused',
    'S3-token-refused',
    'S3-done-before-answer',
    'S6-not-resumable',
    'S6-all-sessions',
  ];
  const property = fc.property(aPlay, (play) => {
    const timeline = recording(play).filter((entry) => !(entry.kind === 'probe' && entry.phase === 'control'));
    for (const requirement of [...NEGATIVES, ...rest]) {
      expect([requirement, findingOf(requirement, timeline, { retention: true }).outcome]).not.toEqual([
        requirement,
        'holds',
      ]);
    }
  });
  fc.assert(property, { numRuns: 40 });
});

test('no check throws, whatever is missing', () => {
  const property = fc.property(aPlay, fc.infiniteStream(fc.boolean()), (play, coin) => {
    const some = recording(play).filter(() => coin.next().value);
    expect(() => answers(some)).not.toThrow();
  });
  fc.assert(property, { numRuns: 150 });
});

test('a compliant CCF fails nothing, whichever freedom it takes', () => {
  const freedom = fc.record({
    answerHeaders: fc.constantFrom(
      {},
      { 'content-length': '0' },
      { connection: 'close' },
      { 'keep-alive': 'timeout=5' },
    ),
    takes: fc.integer({ min: 1, max: 900 }),
    unknown: fc.constantFrom(400, 401, 403, 404),
    foreign: fc.constantFrom(401, 403, 404),
    repeat: fc.constantFrom(401, 403, 404, 410),
    refusal: fc.constantFrom('401', '403', '404', 'alert certificate_revoked', '400 invalid_client'),
    silent: fc.boolean(),
    teardown: fc.double({ min: -0.3, max: 900, noNaN: true }),
    fin: fc.boolean(),
    notified: fc.double({ min: -0.9, max: WINDOW.notification - 1, noNaN: true }),
    used: fc.boolean(),
    body: fc.constantFrom({}, { extra: true }),
    bystanderLimit: fc.option(fc.integer({ min: 1_500, max: 6_000 }), { nil: undefined }),
  });
  const property = fc.property(freedom, (free) => {
    const refused = { seen: free.refusal, facts: free.silent ? { silent: true } : {} };
    const names = ['discovery', 'context-write', 'profile-put', 'profile-patch', 'token', 'token-with-secret'];
    const probes = Object.fromEntries(names.map((name) => [`settled victim ${name}`, refused] as const));
    const ends = [
      { signal: 'close_notify', ms: free.teardown } as const,
      { signal: 'fin', ms: free.teardown + 0.1 } as const,
    ];
    // A session that idles may be ended by a limit of the CCF's, as long as it is used before the bystander's next request.
    const limit = free.bystanderLimit === undefined ? [] : [{ signal: 'fin', ms: free.bystanderLimit } as const];
    const timeline = recording({
      before: [
        { case: 'unknown-id', status: free.unknown, quiet: 500 },
        { case: 'foreign-id', status: free.foreign },
      ],
      after: [{ case: 'repeat', status: free.repeat }],
      answer: { responseHeaders: free.answerHeaders, takes: free.takes },
      victimEnds: free.fin ? ends : ends.slice(0, 1),
      parallelEnds: [{ signal: 'close_notify', ms: free.teardown + 0.2 }],
      bystanderEnds: limit,
      bystanderUsed: free.used,
      told: [
        { ms: free.notified, body: free.body },
        { aef: 'aef-2', ms: free.notified + 0.4, body: free.body },
      ],
      probes: free.bystanderLimit === undefined ? probes : { ...probes, 'settled bystander open-session': 'absent' },
    });
    const wrong = Object.entries(answers(timeline)).filter(
      ([, answer]) => answer === 'breached' || answer === 'deviates',
    );
    expect(wrong).toEqual([]);
  });
  fc.assert(property, { numRuns: 150 });
});
