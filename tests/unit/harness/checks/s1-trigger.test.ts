import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S1-trigger', [
  ['a request followed', {}, 'holds'],
  ['a request followed an action', { trigger: 'action' }, 'holds'],
  ['a request, though the hook failed', { trigger: 'failed' }, 'holds'],
  ['nothing followed', { requests: [] }, 'breached'],
  ['the hook failed', { requests: [], trigger: 'failed' }, 'precondition-failed'],
  ['no trigger', { trigger: 'absent' }, 'not-observable'],
]);
