import fc from 'fast-check';
import type { Entry, Timeline } from '../../../../harness/evidence/timeline.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { answers, aPlay } from './plays.ts';
import { recording } from './recording.ts';

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
