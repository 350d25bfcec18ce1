import { storageRows, wireRows } from './forgotten-rows.ts';
import { FOUND, OLD, OTHER, RENEWED_CERTIFICATE, scanned } from './invoker-recording.ts';
import { VICTIM } from './recording.ts';
import { judgingInvoker } from './role-judging.ts';

const ONBOARDING = '/api-invoker-management/v1/onboardedInvokers';

judgingInvoker('S5-certificate-deleted', [
  ...storageRows('certificate'),
  ...wireRows({ peer: OLD }, 'certificate'),
  ['the private key seen only afterwards', scanned('private-key', FOUND, {}), 'breached', /private key/],
  ['the private key never seen', scanned('private-key', {}, {}), 'holds', /private key is deleted is not observable/],
  ['the private key seen, and gone', scanned('private-key'), 'holds', /^(?!.*not observable)/],
  ['the private key left', scanned('private-key', FOUND), 'breached', /private key/],
  ['a renewed certificate shown', { after: [{ peer: RENEWED_CERTIFICATE }] }, 'breached'],
  [
    'its key used again for another enrolment',
    { after: [{ method: 'POST', target: ONBOARDING, publicKey: `key of ${VICTIM.apiInvokerId}` }] },
    'breached',
    /private key/,
  ],
  ['onboarded anew with another key', { after: [{ method: 'POST', target: ONBOARDING, publicKey: 'new' }] }, 'holds'],
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
