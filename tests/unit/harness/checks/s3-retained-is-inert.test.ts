import { judging, type Row } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const retention = { retention: true };
const accepted = { outcome: 'accepted', seen: '200' } as const;
const rows: readonly Row[] = [
  ...WITHOUT_SUCCESS,
  ['everything refused', {}, 'holds'],
  ['discovery served from the archive', { probes: { 'settled victim discovery': accepted } }, 'breached'],
  ['the key still given out', { probes: { 'settled victim aefpsk': accepted } }, 'breached'],
  ['a session resumed, which step 6 judges', { probes: { 'settled victim resumption': accepted } }, 'holds'],
  [
    'a parallel session served, which step 6 judges',
    { probes: { 'settled victim parallel-session': accepted } },
    'holds',
  ],
  ['a CRL that omits it opens nothing', { probes: { 'settled victim crl': accepted } }, 'holds'],
  [
    'a probe without a control does not count',
    { probes: { 'control victim token': { outcome: 'refused', seen: '400' }, 'settled victim token': accepted } },
    'holds',
  ],
  ['a probe not put again', { probes: { 'settled victim token': 'absent' } }, 'no-traffic'],
  ['the PUT that set it up, never asked for again', { probes: { 'settled victim context-write': 'absent' } }, 'holds'],
  [
    'one failing for another reason',
    { probes: { 'settled victim token': { outcome: 'wrong-cause', seen: '500' } } },
    'wrong-cause',
  ],
];

judging('S3-retained-is-inert', [
  ...rows.map(([title, play, answer, seen = /./]): Row => [title, play, answer, seen, retention]),
  ['nothing retained', { probes: { 'settled victim discovery': accepted } }, 'not-applicable', /retention: false/],
  [
    'the published text knows no deletion of the key',
    { probes: { 'settled victim aefpsk': accepted } },
    'holds',
    /./,
    { ...retention, edition: 'published' },
  ],
  [
    'the secret is none',
    { probes: { 'settled victim token-with-secret': accepted } },
    'holds',
    /./,
    { ...retention, onboardSecret: false },
  ],
]);
