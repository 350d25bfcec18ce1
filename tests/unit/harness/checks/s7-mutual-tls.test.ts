import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { VERIFIED } from './timeline-builder.ts';

const unverified = { ...VERIFIED, verified: false } as typeof VERIFIED;
const one = { aefs: ['aef-1'] } as const;
const withImpostor = { aefs: ['aef-1', 'impostor-aef'] } as const;

judging('S7-mutual-tls', [
  ...WITHOUT_SUCCESS,
  ['TLS with a certificate that verifies', {}, 'holds', /CN=ccf/],
  [
    'without a client certificate',
    { ...one, told: [{ peer: { by: 'nothing' } }] },
    'breached',
    /without a certificate/,
  ],
  ['with a certificate that does not verify', { ...one, told: [{ peer: unverified }] }, 'breached', /does not verify/],
  ['by PSK', { ...one, told: [{ peer: { by: 'psk', identity: 'ccf' } }] }, 'breached'],
  ['plain HTTP', { ...one, told: [{ plain: true }] }, 'breached', /without TLS/],
  ['one of two without a certificate', { told: [{}, { aef: 'aef-2', peer: { by: 'nothing' } }] }, 'breached'],
  ['no notification', { ...one, told: [] }, 'no-traffic'],
  ['an impostor gets nothing', { ...withImpostor, told: [{}] }, 'holds', /impostor/],
  ['an impostor gets it too', { ...withImpostor, told: [{}, { aef: 'impostor-aef' }] }, 'breached', /impostor/],
  ['an impostor gets it, the genuine AEF nothing', { ...withImpostor, told: [{ aef: 'impostor-aef' }] }, 'breached'],
  [
    'an impostor gets a bare GET, which it should not have got to',
    { ...withImpostor, told: [{}, { aef: 'impostor-aef', method: 'GET', body: '' }] },
    'breached',
  ],
  ['an impostor nobody watched', { ...withImpostor, told: [{}], waits: false }, 'window-too-short'],
  [
    'an impostor whose subscription is refused',
    { ...withImpostor, told: [{}], unsubscribed: ['impostor-aef'], refusedWith: 403 },
    'holds',
    /subscription of the impostor AEF refused/,
  ],
  [
    'an impostor whose subscription was too many',
    { ...withImpostor, told: [{}], unsubscribed: ['impostor-aef'], refusedWith: 429 },
    'precondition-failed',
  ],
  [
    'an impostor whose subscription failed',
    { ...withImpostor, told: [{}], unsubscribed: ['impostor-aef'], refusedWith: 500 },
    'precondition-failed',
  ],
  ['NDS/IP instead', { ...one, told: [{ plain: true }] }, 'not-applicable', /capif3: nds-ip/, { capif3: 'nds-ip' }],
]);
