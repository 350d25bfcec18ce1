import { harmlessRows } from './harmless-rows.ts';
import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

judgingAef('S10-idempotent', [
  ...WITHOUT_NOTIFICATION,
  ...harmlessRows('duplicate'),
  [
    'the first one not acknowledged',
    { genuine: { status: 500 }, after: [{ case: 'duplicate', status: 204 }] },
    'precondition-failed',
  ],
]);
