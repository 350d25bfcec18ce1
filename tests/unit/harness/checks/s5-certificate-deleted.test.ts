import { storageRows, wireRows } from './forgotten-rows.ts';
import { FOUND, OLD, OTHER, scanned } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-certificate-deleted', [
  ...storageRows('certificate'),
  ...wireRows({ peer: OLD }, 'certificate'),
  ['the private key left', scanned('private-key', FOUND), 'breached', /private key/],
  ['another certificate', { after: [{ peer: OTHER }] }, 'holds'],
  [
    'something that our CCF refused unseen',
    { after: [{ refused: { cause: 'other', code: 'ERR_SSL_CERTIFICATE_VERIFY_FAILED' } }] },
    'wrong-cause',
  ],
  [
    'no certificate at all',
    { after: [{ refused: { cause: 'other', code: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE' } }] },
    'holds',
  ],
  ['a handshake that it gave up itself', { after: [{ refused: { cause: 'closed' } }] }, 'holds'],
]);
