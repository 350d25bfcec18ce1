/** What nodes see that outlive a scenario goes to the scenario at hand, and to it alone. */

import { Relay } from '../../../../harness/surroundings/relay.ts';
import { monotonicNow } from '../../../../simulators/wire/clock.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';

const opened = (connection: string): WireEvent => ({
  kind: 'connection',
  connection,
  label: 'ccf',
  side: 'server',
  host: '127.0.0.1',
  port: 1,
  tls: true,
  at: 1,
});
const ended = (connection: string): WireEvent => ({ kind: 'end', connection, by: 'peer', signal: 'fin', at: 2 });
const asked = (connection: string, requestAt: number): WireEvent => ({
  kind: 'exchange',
  exchange: 'x1',
  connection,
  side: 'server',
  request: { method: 'GET', target: '/', headers: {}, body: '' },
  requestAt,
  at: requestAt,
});
const failed = (connection: string): WireEvent => ({
  kind: 'connect-failed',
  connection,
  label: 'ccf',
  side: 'server',
  failure: { cause: 'closed', message: 'closed' },
  at: 1,
});

/** A relay, and what each of its listeners was told, as `kind connection`. */
function listening() {
  const relay = new Relay();
  const told: Record<string, string[]> = { first: [], second: [] };
  const attach = (name: 'first' | 'second') =>
    relay.attach((event) => told[name]?.push(`${event.kind} ${event.connection}`));
  return { relay, told, attach };
}

test('each scenario is told of the connections that came up in its time, to their ends', () => {
  const { relay, told, attach } = listening();
  relay.observe(opened('c0'));
  attach('first');
  for (const event of [ended('c0'), opened('c1'), ended('c1'), failed('c2')]) relay.observe(event);
  expect(told).toEqual({ first: ['connection c1', 'end c1', 'connect-failed c2'], second: [] });
});

test('what a connection of an earlier scenario still does is no evidence of the next', () => {
  const { relay, told, attach } = listening();
  attach('first');
  relay.observe(opened('c1'));
  attach('second');
  for (const event of [ended('c1'), opened('c2')]) relay.observe(event);
  relay.attach(undefined);
  for (const event of [ended('c2'), opened('c3')]) relay.observe(event);
  expect(told).toEqual({ first: ['connection c1'], second: ['connection c2'] });
});

test('what is asked in the time of a scenario is its evidence, on a connection of before, too; what was asked before is not', () => {
  const { relay, told, attach } = listening();
  attach('first');
  relay.observe(opened('c1'));
  const earlier = monotonicNow() - 1;
  attach('second');
  relay.observe(asked('c1', earlier));
  relay.observe(asked('c1', monotonicNow()));
  relay.observe(ended('c1'));
  expect(told).toEqual({ first: ['connection c1'], second: ['exchange c1'] });
});

test('a wait looks after every event, whoever listens', async () => {
  // The bound is never waited for.
  test.setTimeout(5_000);
  const { relay } = listening();
  let registered = false;
  const waiting = relay.until(() => registered, 600_000);
  relay.observe(opened('c1'));
  registered = true;
  relay.observe(ended('c1'));
  expect(await waiting).toBe(true);
});

test('a wait needs no event for what is so already, and ends in time for what never comes', async () => {
  const { relay } = listening();
  expect(await relay.until(() => true, 0)).toBe(true);
  expect(await relay.until(() => false, 10)).toBe(false);
  expect(await relay.until(() => false, -1)).toBe(false);
});
