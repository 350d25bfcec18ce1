import { EvidenceView, text } from '../../../../harness/evidence/view.ts';
import { expect, test } from '../../../support/test.ts';
import { TimelineBuilder, VERIFIED } from '../checks/timeline-builder.ts';

function view(build: (builder: TimelineBuilder) => void): EvidenceView {
  const builder = new TimelineBuilder();
  build(builder);
  return new EvidenceView(builder.timeline);
}

test('actions are found by name and subject, in the order of recording', () => {
  const evidence = view((builder) => {
    builder.action('onboard', 'bystander').action('onboard', 'victim').action('subscribe', 'aef-1');
  });
  expect(evidence.actions('onboard').map(({ subject }) => subject)).toEqual(['bystander', 'victim']);
  expect(evidence.action('onboard', 'victim')?.seq).toBe(2);
  expect(evidence.action('onboard', 'aef-1')).toBeUndefined();
});

test('offboarding requests are found by their case', () => {
  const evidence = view((builder) => {
    for (const kind of ['unknown-id', 'valid', 'repeat'])
      builder.action('offboarding-request', 'victim', { case: kind });
  });
  expect(evidence.offboardingRequests('valid').map(({ seq }) => seq)).toEqual([2]);
  expect(evidence.offboardingRequests('repeat', 'unknown-id').map(({ seq }) => seq)).toEqual([1, 3]);
});

test('an identity is that of an onboarding that succeeded', () => {
  const evidence = view((builder) => {
    builder.action('onboard', 'victim', { apiInvokerId: 'INV1', onboardingId: 'o1' }, false);
    builder.action('onboard', 'victim', { apiInvokerId: 'INV2', onboardingId: 'o2' });
  });
  expect(evidence.identity('victim')).toEqual({ apiInvokerId: 'INV2', onboardingId: 'o2' });
  expect(evidence.identity('bystander')).toEqual({ apiInvokerId: undefined, onboardingId: undefined });
});

test('a probe that is put again supersedes what it said before, in its own phase only', () => {
  const evidence = view((builder) => {
    builder.probe('control', 'victim', 'discovery', { seen: '200' });
    builder.probe('settled', 'victim', 'discovery', { seen: '200' });
    builder.probe('settled', 'victim', 'discovery', { seen: '401' });
    builder.probe('settled', 'bystander', 'discovery', { seen: '204' });
  });
  expect(evidence.probe('discovery', 'victim', 'settled')?.seen).toBe('401');
  expect(evidence.probe('discovery', 'victim', 'control')?.seen).toBe('200');
  expect(evidence.probe('discovery', 'victim', 'at-answer')).toBeUndefined();
  expect(evidence.probes('victim', 'settled')).toHaveLength(2);
});

test('endings are in the order in which they happened, not in that of recording', () => {
  const evidence = view((builder) => {
    builder.at(2).end('c1', 'self', 'fin');
    builder.at(1).end('c1', 'peer', 'close_notify').end('c2', 'peer', 'rst').end('c1', 'peer', 'fin');
  });
  expect(evidence.ends('c1').map(({ signal, by }) => `${by} ${signal}`)).toEqual([
    'peer close_notify',
    'peer fin',
    'self fin',
  ]);
});

test('exchanges are in the order of their requests, though recorded when they were over', () => {
  const evidence = view((builder) => {
    builder.at(5).exchange({ connection: 'c1', takes: 1, target: '/b' });
    builder.at(1).exchange({ connection: 'c1', takes: 9, target: '/a' });
    builder.at(3).exchange({ connection: 'c1', side: 'server', target: '/n' });
    builder.at(2).exchange({ connection: 'c2', side: 'server', target: '/n' });
  });
  expect(evidence.exchangesOn('c1').map(({ request }) => request.target)).toEqual(['/a', '/n', '/b']);
  expect(evidence.receivedAt('/n').map(({ connection }) => connection)).toEqual(['c2', 'c1']);
  expect(evidence.receivedAt('/a')).toEqual([]);
  expect(evidence.exchange('x2')?.request.target).toBe('/a');
  expect(evidence.exchange(undefined)).toBeUndefined();
  expect(evidence.citedExchanges({ evidence: [1, 2, 77] }).map(({ exchange }) => exchange)).toEqual(['x2', 'x1']);
});

test('a connection is known with its handshake or its failure', () => {
  const evidence = view((builder) => {
    builder.connection('c1').connection('c2', 'bare TCP', 'server');
    builder.add({
      kind: 'connect-failed',
      connection: 'c3',
      label: '',
      side: 'client',
      failure: { cause: 'closed', message: '' },
      at: 0,
    });
  });
  expect(evidence.handshake('c1')?.facts.peer).toEqual(VERIFIED);
  expect(evidence.connection('c2')?.tls).toBe(false);
  expect(evidence.handshake('c2')).toBeUndefined();
  expect(evidence.connectFailure('c3')?.failure.cause).toBe('closed');
});

test('waits are found by what was awaited', () => {
  const evidence = view((builder) => {
    builder.wait('quiet', 'target', 500, false).wait('notification', 'aef-1', 3, true);
  });
  expect(evidence.waits('quiet', 'deletion').map(({ seq }) => seq)).toEqual([1]);
});

test('faults are those of the harness: its own, and its own messages', () => {
  const evidence = view((builder) => {
    builder.add({ kind: 'contract', ours: false, schema: 'A', issues: [], evidence: [] });
    builder.add({ kind: 'contract', ours: true, schema: 'B', issues: [], evidence: [] });
    builder.add({ kind: 'fault', message: 'broken' });
  });
  expect(evidence.faults.map(({ seq }) => seq)).toEqual([2, 3]);
});

test('a fact is text or nothing', () => {
  expect([text('c1'), text(''), text(1), text(true)]).toEqual(['c1', undefined, undefined, undefined]);
});
