import { FOUND } from './invoker-recording.ts';
import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { witnessRows } from './witness-rows.ts';

const RETAINED = { residues: { 'control aefpsk': FOUND, 'settled aefpsk': FOUND }, settledAt: 3_000 };

const there = { keyPresent: true, keyMatches: true };
const settled = 'settled victim aefpsk';

judging('S3-aefpsk-deleted', [
  ...WITHOUT_SUCCESS,
  ...witnessRows('aefpsk'),
  ['stored, as its operator retains it', RETAINED, 'holds', /./, { retention: true }],
  ...negativeOn('aefpsk', { there, gone: { keyPresent: false, keyMatches: false } }),
  [
    '200 without a key',
    { probes: { [settled]: { outcome: 'accepted', seen: '200', facts: { keyPresent: false } } } },
    'holds',
  ],
  [
    '200 with another key',
    { probes: { [settled]: { outcome: 'accepted', facts: { keyPresent: true, keyMatches: false } } } },
    'breached',
  ],
  [
    'the key before was not the one that the API invoker derived',
    { probes: { 'control victim aefpsk': { outcome: 'accepted', facts: { keyPresent: true, keyMatches: false } } } },
    'precondition-failed',
  ],
  [
    'no key before',
    { probes: { 'control victim aefpsk': { outcome: 'accepted', facts: { keyPresent: false, keyMatches: false } } } },
    'precondition-failed',
  ],
  [
    '403 to the AEF whomever it asks about',
    {
      probes: {
        [settled]: { outcome: 'refused', seen: '403' },
        'settled bystander aefpsk': { outcome: 'refused', seen: '403' },
      },
    },
    'wrong-cause',
  ],
]);
