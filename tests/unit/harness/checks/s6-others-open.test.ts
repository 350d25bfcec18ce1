import { expect, test } from '../../../support/test.ts';
import { findingOf, judging } from './judging.ts';
import { allBystanders } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { recording } from './recording.ts';

const use = 'settled bystander open-session';
const refused = { outcome: 'refused', seen: 'closed', facts: { stillOpen: false } } as const;

judging('S6-others-open', [
  [
    'a GOAWAY on it, which servers of HTTP/2 say of idle connections',
    {
      probes: {
        'settled bystander open-session': {
          outcome: 'refused',
          seen: 'GOAWAY',
          facts: { silent: true, failure: 'closed', goaway: true },
        },
      },
    },
    'wrong-cause',
  ],
  ...WITHOUT_SUCCESS,
  ['open, and served', {}, 'holds'],
  ['served, and closed thereafter', { bystanderEnds: [{ signal: 'close_notify', ms: 5_000 }] }, 'holds'],
  [
    "ended together with the victim's",
    { bystanderEnds: [{ signal: 'close_notify', ms: 1.2 }], probes: { [use]: refused } },
    'breached',
    /together/,
  ],
  [
    'the same, before the victim',
    { bystanderEnds: [{ signal: 'close_notify', ms: 0.4 }], probes: { [use]: refused } },
    'breached',
  ],
  [
    'the same, the session not used again',
    { bystanderEnds: [{ signal: 'rst', ms: 1.2 }], probes: { [use]: 'absent' } },
    'breached',
  ],
  [
    'open, and refused',
    { probes: { [use]: { outcome: 'refused', seen: '401', facts: { stillOpen: true } } } },
    'breached',
    /401/,
  ],
  [
    'closed in silence on its use, though bystanders are served',
    { probes: { [use]: { outcome: 'refused', facts: { silent: true } } } },
    'breached',
  ],
  [
    'closed in silence by a CCF that serves nobody',
    {
      probes: { ...allBystanders({ outcome: 'wrong-cause' }), [use]: { outcome: 'refused', facts: { silent: true } } },
    },
    'wrong-cause',
  ],
  [
    'every session is closed when it idles for 600 ms',
    {
      victimEnds: [{ signal: 'fin', ms: 600 }],
      bystanderEnds: [{ signal: 'fin', ms: 538 }],
      probes: { [use]: refused },
    },
    'wrong-cause',
  ],
  [
    'ended by an idle limit long after the teardown',
    { bystanderEnds: [{ signal: 'fin', ms: 3_000 }], probes: { [use]: refused } },
    'wrong-cause',
  ],
  [
    "ended, and the victim's not",
    { victimEnds: [], bystanderEnds: [{ signal: 'fin', ms: 2 }], probes: { [use]: refused } },
    'wrong-cause',
  ],
  [
    'ended before the request',
    { bystanderEnds: [{ signal: 'fin', ms: -20 }], probes: { [use]: refused } },
    'precondition-failed',
  ],
  ['no session of a bystander', { bystanderSession: false, probes: { [use]: 'absent' } }, 'precondition-failed'],
  ['not used again', { probes: { [use]: 'absent' } }, 'no-traffic'],
  ['failing for another reason', { probes: { [use]: { outcome: 'wrong-cause', seen: '503' } } }, 'wrong-cause'],
]);

for (const [order, ms] of [
  ['after', 1.2],
  ['before', 0.4],
] as const) {
  test(`what decides is the ending of the bystander's session, though it came ${order} that of the victim's`, () => {
    const timeline = recording({ bystanderEnds: [{ signal: 'close_notify', ms }], probes: { [use]: refused } });
    const { evidence, decisive } = findingOf('S6-others-open', timeline);
    const cited = timeline.filter(({ seq }) => evidence.includes(seq));
    const decided = cited.find(({ seq }) => seq === decisive);
    expect(cited.map(({ kind }) => kind)).toEqual(['end', 'end']);
    const opening = timeline.find(
      (entry) => entry.kind === 'action' && entry.subject === 'bystander' && entry.action === 'open-session',
    );
    expect(opening?.kind === 'action' && opening.facts.connection).toBe(decided?.kind === 'end' && decided.connection);
  });
}
