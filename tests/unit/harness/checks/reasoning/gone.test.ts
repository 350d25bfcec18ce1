import { expect, test } from '../../../../support/test.ts';
import { findingOf, judging } from '../judging.ts';
import { recording } from '../recording.ts';

const still = { 'settled victim discovery': { outcome: 'accepted', seen: '200' } } as const;

// The deletion window of 2 s is the target's own word: within it, late is not never.
judging('S3-certificate-deleted', [
  ['accepted, but asked before the deletion window was over', { probes: still, settledAt: 1_900 }, 'window-too-short'],
  ['accepted when the deletion window is over', { probes: still, settledAt: 2_000 }, 'breached'],
  ['accepted, our timer having fired a little early', { probes: still, settledAt: 1_996 }, 'breached'],
]);

test('of two replicas that take turns, the one that still serves decides, though the other was asked last', () => {
  const timeline = recording({ probes: still, settledAt: 2_000 });
  const served = timeline.find(
    (entry) => entry.kind === 'probe' && entry.phase === 'settled' && entry.probe === 'discovery',
  );
  if (served?.kind !== 'probe') throw new Error('the recording has no such probe');
  const refused = {
    ...served,
    outcome: 'refused',
    seen: '401',
    seq: timeline.length + 1,
    at: served.at + 1_000,
  } as const;
  const finding = findingOf('S3-certificate-deleted', [...timeline, { ...refused, evidence: [] }]);
  expect(finding).toMatchObject({ outcome: 'breached', seen: expect.stringContaining('still accepted') });
});
