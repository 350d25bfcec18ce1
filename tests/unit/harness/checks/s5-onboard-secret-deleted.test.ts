import { storageRows } from './forgotten-rows.ts';
import { SECRET, scanned } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S5-onboard-secret-deleted', [
  ...storageRows('onboard-secret'),
  ['shown as client_secret', { after: [{ method: 'POST', body: `client_id=x&client_secret=${SECRET}` }] }, 'breached'],
  ['shown in HTTP Basic', { after: [{ basic: `INV-victim:${SECRET}` }] }, 'breached', /Onboard_Secret/],
  ['shown as Bearer, its storage clean', { ...scanned('onboard-secret'), after: [{ bearer: SECRET }] }, 'breached'],
  ['shown before the window was over', { after: [{ bearer: SECRET, ms: 100 }] }, 'window-too-short'],
  ['another secret shown', { after: [{ bearer: 'another-secret' }] }, 'not-observable'],
  ['nothing but its behaviour', {}, 'not-observable'],
  ['a target without one', {}, 'not-applicable', /onboardSecret/, { onboardSecret: false }],
]);
