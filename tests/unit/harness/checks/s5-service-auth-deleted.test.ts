import { storageRows, wireRows } from './forgotten-rows.ts';
import { OLD, OTHER, PSK, TOKEN } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

const published = { edition: 'published' } as const;

judgingInvoker('S5-service-auth-deleted', [
  ...storageRows('service-auth'),
  ...wireRows({ peer: OLD, resumed: true }, 'service-auth'),
  ['a session of the AEF resumed', { after: [{ node: 'aef-1: service API', peer: PSK, resumed: true }] }, 'breached'],
  [
    'the AEFPSK used again, which has a row of its own',
    { after: [{ node: 'aef-1: service API', peer: PSK }] },
    'holds',
  ],
  [
    'the AEFPSK used again, of which the published edition says no more than this',
    { after: [{ node: 'aef-1: service API', peer: PSK }] },
    'breached',
    /./,
    published,
  ],
  [
    'the access token shown again, by the published edition',
    { after: [{ node: 'aef-1: service API', bearer: TOKEN, peer: { by: 'nothing' } }] },
    'breached',
    /./,
    published,
  ],
  ['a session of somebody else resumed', { after: [{ peer: OTHER, resumed: true }] }, 'holds'],
]);
