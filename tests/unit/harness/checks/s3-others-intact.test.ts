import { judging } from './judging.ts';
import { allBystanders } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const refused = { outcome: 'refused', seen: '404' } as const;
const silent = { outcome: 'refused', seen: 'closed', facts: { silent: true } } as const;
const controls = Object.fromEntries(
  Object.keys(allBystanders({})).map((key) => [
    key.replace('settled', 'control'),
    { outcome: 'refused', seen: '403', facts: {} } as const,
  ]),
);

judging('S3-others-intact', [
  ...WITHOUT_SUCCESS,
  ['everything works as before', {}, 'holds'],
  [
    'what had not worked before need not work',
    { probes: { 'control bystander token': refused, 'settled bystander token': refused } },
    'holds',
  ],
  ['discovery refused', { probes: { 'settled bystander discovery': refused } }, 'breached', /discovery/],
  [
    'the security context lost',
    { probes: { 'settled bystander trusted-invoker': { ...refused, facts: {} } } },
    'breached',
  ],
  [
    'the security context of another key',
    { probes: { 'settled bystander aefpsk': { outcome: 'accepted', facts: { keyPresent: true, keyMatches: false } } } },
    'breached',
    /another key/,
  ],
  [
    'listed by the CRL',
    { probes: { 'settled bystander crl': { outcome: 'refused', facts: { listed: true } } } },
    'breached',
  ],
  ['silence on one call, others served', { probes: { 'settled bystander token': silent } }, 'breached'],
  ['silence on every call', { probes: allBystanders(silent) }, 'wrong-cause'],
  ['503', { probes: { 'settled bystander discovery': { outcome: 'wrong-cause', seen: '503' } } }, 'wrong-cause'],
  ['one not tried again', { probes: { 'settled bystander discovery': 'absent' } }, 'no-traffic'],
  [
    'the PUT that set it up, never asked for again',
    { probes: { 'settled bystander context-write': 'absent' } },
    'holds',
  ],
  ['nothing had worked before', { probes: { ...controls, 'control bystander crl': 'absent' } }, 'precondition-failed'],
]);
