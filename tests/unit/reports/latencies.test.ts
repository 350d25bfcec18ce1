import type { Entry } from '../../../harness/evidence/timeline.ts';
import { latenciesOf } from '../../../reports/latencies.ts';
import { expect, test } from '../../support/test.ts';
import { record } from './records.ts';

/** A CCF answers at 10 ms; the rest is up to the test. Times in microseconds. */
function timeline(...more: readonly Omit<Entry, 'seq' | 'step'>[]): Entry[] {
  const exchange = (id: string, side: 'client' | 'server', at: number, method: string, target: string, body = '') => ({
    kind: 'exchange',
    exchange: id,
    connection: 'c1',
    side,
    label: 'x',
    protocol: 'http/1.1',
    request: { method, target, headers: {}, body },
    requestAt: at - 1000,
    response: { status: 204, headers: {}, body: '', complete: true },
    at,
  });
  const action = (name: string, facts: object) => ({
    kind: 'action',
    action: name,
    subject: name === 'subscribe' ? 'aef-1' : 'victim',
    ok: true,
    detail: '',
    facts,
    evidence: [],
    at: 1,
  });
  const probe = (phase: string, outcome: string, at: number) => ({
    kind: 'probe',
    probe: 'profile',
    subject: 'victim',
    phase,
    outcome,
    seen: '',
    facts: {},
    evidence: [],
    at,
  });
  return [
    action('onboard', { apiInvokerId: 'INV1', onboardingId: 'ONB1' }),
    action('subscribe', { path: '/notify', subscriptionId: 's1' }),
    probe('control', 'accepted', 5000),
    exchange('x1', 'client', 10_000, 'DELETE', '/ONB1'),
    action('offboarding-request', { case: 'valid', connection: 'c1', exchange: 'x1' }),
    ...more,
  ].map((one, index) => ({ ...one, seq: index + 1, step: 2 }) as unknown as Entry);
}

const end = (by: 'peer' | 'self', at: number) =>
  ({ kind: 'end', connection: 'c1', by, signal: 'close_notify', at }) as const;
const probe = (phase: 'at-answer' | 'settled', outcome: 'accepted' | 'refused', at: number) =>
  ({
    kind: 'probe',
    probe: 'profile',
    subject: 'victim',
    phase,
    outcome,
    seen: '',
    facts: {},
    evidence: [],
    at,
  }) as const;
const of = (...more: readonly Omit<Entry, 'seq' | 'step'>[]) =>
  latenciesOf(record([], { timeline: timeline(...more) }));

test('the teardown counts from the answer to the first sign of the peer', () => {
  expect(of(end('peer', 15_250), end('peer', 99_000))).toEqual({ teardown: 5.3 });
  expect(of(end('self', 12_000), end('peer', 15_000))).toEqual({});
  expect(of(end('peer', 9500))).toEqual({ teardown: -0.5 });
});

test('deletion took no longer than until all had been asked for and refused, for the first time or at last', () => {
  expect(of(probe('at-answer', 'refused', 11_000), probe('settled', 'refused', 900_000))).toEqual({ deletion: 1 });
  expect(of(probe('at-answer', 'accepted', 11_000), probe('settled', 'refused', 510_000))).toEqual({ deletion: 500 });
  expect(of(probe('at-answer', 'accepted', 11_000), probe('settled', 'accepted', 510_000))).toEqual({});
  expect(of(probe('at-answer', 'refused', 11_000), probe('settled', 'accepted', 510_000))).toEqual({});
});

test('the notification counts until it has been received whole', () => {
  const notification = {
    kind: 'exchange',
    exchange: 'x2',
    connection: 'c2',
    side: 'server',
    label: 'aef-1',
    protocol: 'http/1.1',
    request: {
      method: 'POST',
      target: '/notify',
      headers: {},
      body: JSON.stringify({
        subscriptionId: 's1',
        events: 'API_INVOKER_OFFBOARDED',
        eventDetail: { apiInvokerIds: ['INV1'] },
      }),
    },
    requestAt: 30_000,
    response: { status: 204, headers: {}, body: '', complete: true },
    at: 31_000,
  } as unknown as Entry;
  expect(of(notification)).toEqual({ notification: 20 });
});

test('without a success there is nothing to count from', () => {
  expect(latenciesOf(record([]))).toEqual({});
  const refused = timeline(end('peer', 15_000)).map((one) =>
    one.kind === 'exchange' && one.response ? { ...one, response: { ...one.response, status: 404 } } : one,
  );
  expect(latenciesOf(record([], { timeline: refused }))).toEqual({});
});
