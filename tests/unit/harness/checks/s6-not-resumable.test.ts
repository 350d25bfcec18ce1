import { judging } from './judging.ts';
import { allBystanders } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const settled = 'settled victim resumption';
const notBefore = { 'control victim resumption': { outcome: 'accepted', facts: { resumed: false } } } as const;
const nothingGiven = {
  'control victim resumption': {
    outcome: 'wrong-cause',
    seen: 'no ticket was given',
    facts: { resumed: false, given: false },
  },
} as const;
const none = { sessionResumption: false };

judging('S6-not-resumable', [
  ...WITHOUT_SUCCESS,
  ['not resumed, and refused', {}, 'holds', /404/],
  [
    'not resumed, but served by a full handshake',
    { probes: { [settled]: { outcome: 'accepted', facts: { resumed: false } } } },
    'holds',
    /full handshake/,
  ],
  [
    'resumed, then refused',
    { probes: { [settled]: { outcome: 'refused', seen: '401', facts: { resumed: true } } } },
    'deviates',
  ],
  [
    'resumed and served',
    { probes: { [settled]: { outcome: 'accepted', seen: '200', facts: { resumed: true } } } },
    'breached',
  ],
  [
    'resumed and served within the deletion window',
    { probes: { [settled]: { outcome: 'accepted', facts: { resumed: true } } }, settledAt: 100 },
    'window-too-short',
  ],
  [
    'silence while a bystander is served',
    { probes: { [settled]: { outcome: 'refused', facts: { resumed: false, silent: true } } } },
    'holds',
  ],
  [
    'silence of a CCF that serves nobody',
    {
      probes: {
        [settled]: { outcome: 'refused', facts: { resumed: false, silent: true } },
        ...allBystanders({ outcome: 'wrong-cause', seen: 'closed' }),
      },
    },
    'wrong-cause',
  ],
  [
    'nobody listening',
    { probes: { [settled]: { outcome: 'wrong-cause', seen: 'connection refused', facts: { resumed: false } } } },
    'wrong-cause',
  ],
  [
    'resumed, then 503',
    { probes: { [settled]: { outcome: 'wrong-cause', seen: '503', facts: { resumed: true } } } },
    'wrong-cause',
  ],
  [
    'served, without a word whether resumed',
    { probes: { [settled]: { outcome: 'accepted', facts: {} } } },
    'not-observable',
  ],
  ['not tried', { probes: { [settled]: 'absent' } }, 'no-traffic'],
  [
    'no ticket left to try',
    { probes: { [settled]: { outcome: 'not-available', seen: 'no ticket' } } },
    'not-observable',
  ],
  ['claimed, but a full handshake before', { probes: notBefore }, 'not-applicable', /neither before/],
  ['claimed, but nothing given to resume by', { probes: nothingGiven }, 'not-applicable', /no ticket was given/],
  [
    'not resumed before, but resumed and served afterwards',
    { probes: { ...notBefore, [settled]: { outcome: 'accepted', facts: { resumed: true } } } },
    'precondition-failed',
  ],
  [
    'claimed, and the attempt before failed',
    { probes: { 'control victim resumption': { outcome: 'wrong-cause', seen: '503', facts: { resumed: false } } } },
    'precondition-failed',
  ],
  ['claimed, and never tried before', { probes: { 'control victim resumption': 'absent' } }, 'precondition-failed'],
  [
    'resumed before, but not served',
    { probes: { 'control victim resumption': { outcome: 'refused', facts: { resumed: true } } } },
    'precondition-failed',
  ],
  ['not claimed, and not resumed before', { probes: notBefore }, 'not-applicable', /sessionResumption: false/, none],
  ['not claimed, and never tried', { probes: { 'control victim resumption': 'absent' } }, 'not-applicable', /./, none],
  [
    'not claimed, and resumed all the same',
    { probes: { [settled]: { outcome: 'accepted', facts: { resumed: true } } } },
    'breached',
    /./,
    none,
  ],
]);
