import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S0-server-authenticated', [
  ['tried, and nothing sent', { impostor: { connections: 2, requests: 0 } }, 'holds'],
  ['a request sent', { impostor: { connections: 1, requests: 1 } }, 'breached'],
  ['never tried', { impostor: { connections: 0, requests: 0 } }, 'no-traffic', /never tried/],
  [
    'nothing sent before onboarding, a request at the end',
    {
      impostor: [
        { when: 'onboarding', connections: 1, requests: 0 },
        { when: 'offboarding', connections: 1, requests: 1 },
      ],
    },
    'breached',
  ],
  [
    'refused before onboarding, not tried at the end',
    {
      impostor: [
        { when: 'onboarding', connections: 1, requests: 0 },
        { when: 'offboarding', connections: 0, requests: 0 },
      ],
    },
    'no-traffic',
    /at offboarding: never tried/,
  ],
  ['no impostor', {}, 'no-traffic'],
  [
    'nothing sent to the genuine CCF either',
    { used: false, requests: [], impostor: { connections: 1, requests: 0 } },
    'precondition-failed',
  ],
]);
