import { judging } from '../judging.ts';

const still = { 'settled victim discovery': { outcome: 'accepted', seen: '200' } } as const;

// The deletion window of 2 s is the target's own word: within it, late is not never.
judging('S3-certificate-deleted', [
  ['accepted, but asked before the deletion window was over', { probes: still, settledAt: 1_900 }, 'window-too-short'],
  ['accepted when the deletion window is over', { probes: still, settledAt: 2_000 }, 'breached'],
  ['accepted, our timer having fired a little early', { probes: still, settledAt: 1_996 }, 'breached'],
]);
