import { storageRows, wireRows } from './forgotten-rows.ts';
import { OTHER, PATH } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-id-deleted', [
  ...storageRows('api-invoker-id'),
  ...wireRows({ target: PATH }, 'api-invoker-id'),
  ['named by an AEF of ours that asks the CCF', { after: [{ target: PATH, peer: OTHER }] }, 'holds'],
  ['an ID that merely contains it', { after: [{ target: `${PATH}-2` }] }, 'holds'],
]);
