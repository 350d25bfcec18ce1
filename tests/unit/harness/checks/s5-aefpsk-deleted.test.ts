import { storageRows, wireRows } from './forgotten-rows.ts';
import { PSK } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-aefpsk-deleted', [
  ...storageRows('aefpsk'),
  ...wireRows({ node: 'aef-1: service API', peer: PSK }, 'aefpsk'),
  [
    'an identity that our AEF refused unseen',
    { after: [{ node: 'aef-1: service API', refused: { cause: 'other' } }] },
    'wrong-cause',
  ],
  ['a handshake refused by our CCF, where no AEFPSK is used', { after: [{ refused: { cause: 'other' } }] }, 'holds'],
  ['another identity', { after: [{ node: 'aef-1: service API', peer: { by: 'psk', identity: 'INV-new' } }] }, 'holds'],
]);
