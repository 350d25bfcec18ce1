import { storageRows } from './forgotten-rows.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-onboard-secret-deleted', [
  ...storageRows('onboard-secret'),
  ['nothing but its behaviour', {}, 'not-observable'],
  ['a target without one', {}, 'not-applicable', /onboardSecret/, { onboardSecret: false }],
]);
