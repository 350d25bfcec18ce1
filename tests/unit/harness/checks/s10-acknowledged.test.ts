import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

judgingAef('S10-acknowledged', [
  ...WITHOUT_NOTIFICATION,
  ['204', {}, 'holds'],
  ['204 with a body', { genuine: { responseBody: '{}' } }, 'deviates'],
  ['200', { genuine: { status: 200 } }, 'deviates'],
  ['202', { genuine: { status: 202 } }, 'deviates'],
  ['500', { genuine: { status: 500 } }, 'breached', /500/],
  ['403', { genuine: { status: 403 } }, 'breached'],
  ['no answer', { genuine: { status: undefined, failure: 'timeout' } }, 'breached', /no answer/],
  ['closed without an answer', { genuine: { status: undefined, failure: 'closed' } }, 'breached'],
  ['a redirect', { genuine: { status: 307 } }, 'precondition-failed', /307/],
]);
