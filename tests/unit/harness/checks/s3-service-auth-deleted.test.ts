import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const settled = 'settled victim trusted-invoker';

judging('S3-service-auth-deleted', [
  ...WITHOUT_SUCCESS,
  ...negativeOn('trusted-invoker', { there: { namesInvoker: true }, gone: {} }),
  [
    '200 without the API invoker',
    { probes: { [settled]: { outcome: 'accepted', seen: '200', facts: { namesInvoker: false } } } },
    'holds',
  ],
  [
    '200 without the API invoker already before',
    { probes: { 'control victim trusted-invoker': { outcome: 'accepted', facts: { namesInvoker: false } } } },
    'precondition-failed',
  ],
  [
    '403 while the AEF may read a bystander',
    { probes: { [settled]: { outcome: 'refused', seen: '403', facts: {} } } },
    'holds',
  ],
  [
    '403 to the AEF whomever it asks about',
    {
      probes: {
        [settled]: { outcome: 'refused', seen: '403', facts: {} },
        'settled bystander trusted-invoker': { outcome: 'refused', seen: '403', facts: {} },
      },
    },
    'wrong-cause',
  ],
  [
    '404 even though bystanders lost theirs too, which another row judges',
    { probes: { 'settled bystander trusted-invoker': { outcome: 'refused', seen: '404', facts: {} } } },
    'holds',
  ],
]);
