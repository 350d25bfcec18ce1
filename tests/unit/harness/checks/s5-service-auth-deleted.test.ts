import { storageRows, wireRows } from './forgotten-rows.ts';
import { OLD, OTHER, PSK } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-service-auth-deleted', [
  ...storageRows('service-auth'),
  ...wireRows({ peer: OLD, resumed: true }, 'service-auth'),
  ['a session of the AEF resumed', { after: [{ node: 'aef-1: service API', peer: PSK, resumed: true }] }, 'breached'],
  ['a session of somebody else resumed', { after: [{ peer: OTHER, resumed: true }] }, 'holds'],
]);
