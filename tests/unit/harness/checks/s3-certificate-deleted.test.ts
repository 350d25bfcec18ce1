import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const none = { outcome: 'not-available', seen: 'no CRL', facts: {} } as const;
const noCrl = {
  'control victim crl': none,
  'settled victim crl': none,
  'control bystander crl': none,
  'settled bystander crl': none,
};

judging('S3-certificate-deleted', [
  ...WITHOUT_SUCCESS,
  ...negativeOn('discovery'),
  ['the target has no CRL', { probes: noCrl }, 'holds'],
  [
    'the CRL not probed at all',
    { probes: { 'control victim crl': 'absent', 'settled victim crl': 'absent' } },
    'holds',
  ],
  [
    'the CRL omits the certificate',
    { probes: { 'settled victim crl': { outcome: 'accepted', seen: 'not listed' } } },
    'breached',
    /CRL/,
  ],
  [
    'the CRL omits the certificate, its fetching being called accepted',
    { probes: { 'settled victim crl': { outcome: 'refused', facts: { listed: false } } }, settledAt: 2_001 },
    'breached',
  ],
  [
    'the CRL listed it already before',
    { probes: { 'control victim crl': { outcome: 'refused', facts: { listed: true } } } },
    'precondition-failed',
  ],
  [
    "accepted with a bystander's ID",
    { probes: { 'settled victim discovery-as-other': { outcome: 'accepted', seen: '200' } }, settledAt: 2_001 },
    'breached',
    /bystander's ID accepted/,
  ],
  [
    "accepted with a bystander's ID, but within the deletion window",
    { probes: { 'settled victim discovery-as-other': { outcome: 'accepted', seen: '200' } }, settledAt: 1_000 },
    'holds',
  ],
  [
    "refused with a bystander's ID",
    { probes: { 'settled victim discovery-as-other': { outcome: 'refused', seen: '403' } } },
    'holds',
  ],
  ['there never was a certificate', { certified: false }, 'precondition-failed', /issued none/],
  ['the CRL not read again', { probes: { 'settled victim crl': 'absent' } }, 'no-traffic'],
  [
    'the CRL server failed',
    { probes: { 'settled victim crl': { outcome: 'wrong-cause', seen: '503' } } },
    'wrong-cause',
  ],
  [
    'the CRL gone',
    { probes: { 'settled victim crl': { outcome: 'refused', seen: '404', facts: {} } } },
    'not-observable',
  ],
  [
    'the CRL lists a bystander too',
    { probes: { 'settled bystander crl': { outcome: 'refused', facts: { listed: true } } } },
    'breached',
    /bystander/,
  ],
  [
    'the bystander was listed before and after, for a reason of its own',
    {
      probes: {
        'control bystander crl': { outcome: 'refused', facts: { listed: true } },
        'settled bystander crl': { outcome: 'refused', facts: { listed: true } },
      },
    },
    'holds',
  ],
  [
    'no CRL, and the certificate still served',
    { probes: { ...noCrl, 'settled victim discovery': { outcome: 'accepted', seen: '200' } } },
    'breached',
  ],
]);
