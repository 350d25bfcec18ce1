import { needsLiveness, outcomeOf, putAt, worked } from '../../../../../harness/checks/reasoning/probe.ts';
import type { ProbeEntry } from '../../../../../harness/evidence/timeline.ts';
import { EvidenceView } from '../../../../../harness/evidence/view.ts';
import { expect, test } from '../../../../support/test.ts';
import { TimelineBuilder } from '../timeline-builder.ts';

/** A probe that cites a notification of ours under way (at 1 ms) and its own request (at 5 ms, answered `status`). */
function probed(name: string, change: Partial<ProbeEntry>, status: number) {
  const builder = new TimelineBuilder();
  const notified = builder.at(1).exchange({ connection: 'n1', side: 'server', status: 204 });
  const asked = builder.at(5).exchange({ connection: 'c1', status });
  builder.at(9).probe('settled', 'victim', name, { evidence: [notified.seq, asked.seq], ...change });
  const evidence = new EvidenceView(builder.timeline);
  const probe = evidence.probe(name, 'victim', 'settled');
  if (probe === undefined) throw new Error('no probe recorded');
  return { evidence, probe };
}

test('a probe was put when its own first request was sent', () => {
  const { evidence, probe } = probed('discovery', {}, 401);
  expect(putAt(evidence, probe)).toBe(5_000);
  expect(putAt(evidence, { ...probe, evidence: [] })).toBe(9_000);
});

const liveness = [
  ['trusted-invoker', { seen: '403' }, 0, true],
  ['trusted-invoker', { seen: '404' }, 403, false],
  ['aefpsk', { seen: 'refused' }, 401, true],
  ['aefpsk', { seen: 'refused' }, 404, false],
  ['discovery', { seen: '403' }, 403, false],
  ['discovery', { seen: 'closed', facts: { silent: true } }, 0, true],
] as const;
for (const [name, change, status, needed] of liveness) {
  test(`${name} ${change.seen} (${status}) ${needed ? 'needs' : 'needs no'} bystander that is served`, () => {
    const { evidence, probe } = probed(name, change, status);
    expect(needsLiveness(evidence, probe)).toBe(needed);
  });
}

const outcomes = [
  ['trusted-invoker', 'accepted', { namesInvoker: false }, 'refused'],
  ['trusted-invoker', 'accepted', {}, 'accepted'],
  ['aefpsk', 'accepted', { keyPresent: false }, 'refused'],
  ['aefpsk', 'refused', { keyPresent: true }, 'accepted'],
  ['aefpsk', 'wrong-cause', { keyPresent: false }, 'wrong-cause'],
  ['crl', 'accepted', { listed: true }, 'refused'],
  ['crl', 'refused', { listed: false }, 'accepted'],
  ['crl', 'accepted', {}, 'not-available'],
  ['crl', 'not-available', { listed: true }, 'not-available'],
  ['token', 'refused', { keyPresent: true }, 'refused'],
] as const;
for (const [name, outcome, facts, read] of outcomes) {
  test(`${name} ${outcome} with ${JSON.stringify(facts)} reads as ${read}`, () => {
    expect(outcomeOf(probed(name, { outcome, facts }, 200).probe)).toBe(read);
  });
}

test('a control is what worked, and worked as the thing it stands for', () => {
  const control = (name: string, facts: ProbeEntry['facts']) => worked(probed(name, { facts }, 200).probe);
  expect(worked(undefined)).toBe(false);
  expect(control('token', {})).toBe(true);
  expect([control('aefpsk', { keyPresent: true }), control('aefpsk', { keyPresent: true, keyMatches: true })]).toEqual([
    false,
    true,
  ]);
  expect([control('resumption', { resumed: false }), control('resumption', { resumed: true })]).toEqual([false, true]);
});
