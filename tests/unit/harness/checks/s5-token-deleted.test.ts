import { storageRows, wireRows } from './forgotten-rows.ts';
import { RENEWED, TOKEN } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-token-deleted', [
  ...storageRows('access-token'),
  ...wireRows({ node: 'aef-1: service API', bearer: TOKEN }, 'access-token'),
  ['a renewed token shown', { after: [{ node: 'aef-1: service API', bearer: RENEWED }] }, 'breached'],
  ['another token', { after: [{ node: 'aef-1: service API', bearer: 'another' }] }, 'holds'],
]);
