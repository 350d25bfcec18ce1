import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const accepted = { outcome: 'accepted', seen: '200' } as const;
const atAnswer = ['discovery', 'profile-patch', 'trusted-invoker', 'aefpsk', 'token', 'token-with-secret'].map(
  (name) => [name, `at-answer victim ${name}`, `settled victim ${name}`] as const,
);
const none = Object.fromEntries(atAnswer.map(([, then]) => [then, 'absent' as const]));
const allAccepted = Object.fromEntries(
  atAnswer.flatMap(
    ([, then, later]) =>
      [
        [then, accepted],
        [later, accepted],
      ] as const,
  ),
);

judging('S3-done-before-answer', [
  ...WITHOUT_SUCCESS,
  ['refused then and later', {}, 'holds', /discovery/],
  [
    'one kept for good, which another row judges',
    { probes: { 'at-answer victim token': accepted, 'settled victim token': accepted } },
    'holds',
  ],
  ['accepted then, refused later', { probes: { 'at-answer victim discovery': accepted } }, 'breached', /discovery/],
  [
    '200 without the API invoker then',
    { probes: { 'at-answer victim trusted-invoker': { outcome: 'accepted', facts: { namesInvoker: false } } } },
    'holds',
  ],
  [
    'the secret is none',
    { probes: { 'at-answer victim token-with-secret': accepted } },
    'holds',
    /./,
    { onboardSecret: false },
  ],
  [
    'the published text knows no deletion of the key',
    { probes: { 'at-answer victim aefpsk': accepted } },
    'holds',
    /./,
    { edition: 'published' },
  ],
  ['no probe put when the answer arrived', { probes: none }, 'no-traffic'],
  ['nothing deleted at all', { probes: allAccepted }, 'precondition-failed'],
  [
    'no access had worked before',
    {
      probes: {
        ...none,
        'at-answer victim discovery': accepted,
        'control victim discovery': { outcome: 'refused', seen: '401' },
      },
    },
    'no-traffic',
  ],
  ['refused then, accepted later', { probes: { 'settled victim token': accepted } }, 'wrong-cause'],
  [
    'then failing for another reason',
    { probes: { 'at-answer victim token': { outcome: 'wrong-cause', seen: '503' } } },
    'wrong-cause',
  ],
  ['not asked again', { probes: { 'settled victim token': 'absent' } }, 'no-traffic'],
]);
