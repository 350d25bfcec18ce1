import { harmlessRows } from './harmless-rows.ts';
import { judgingAef } from './role-judging.ts';

judgingAef('S10-unknown-harmless', [
  ...harmlessRows('unknown-invoker'),
  ['before the genuine one', { before: [{ case: 'unknown-invoker', status: 404 }] }, 'holds'],
  [
    '404 at an address that may be wrong',
    { before: [{ case: 'unknown-invoker', status: 404 }], genuine: { status: 404 } },
    'precondition-failed',
  ],
]);
