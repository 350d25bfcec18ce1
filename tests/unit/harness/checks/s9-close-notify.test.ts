import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

judgingAef('S9-close-notify', [
  ...WITHOUT_NOTIFICATION,
  ['close_notify', {}, 'holds'],
  ['a bare FIN', { victimEnds: [{ signal: 'fin', ms: 1 }] }, 'breached', /FIN/],
  ['RST', { victimEnds: [{ signal: 'rst', ms: 1 }] }, 'breached', /RST/],
  ['a fatal alert', { victimEnds: [{ signal: 'alert', ms: 1 }] }, 'breached', /alert/],
  ['no ending', { victimEnds: [] }, 'no-traffic'],
  ['an ending before the notification', { victimEnds: [{ signal: 'fin', ms: -10 }] }, 'precondition-failed'],
  ['our own ending first', { victimEnds: [{ signal: 'fin', ms: 1, by: 'self' }] }, 'no-traffic'],
]);
