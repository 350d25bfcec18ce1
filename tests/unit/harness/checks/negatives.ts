/** What every negative of step 3 must answer about the probe that it rests on, once the offboarding succeeded. */
import type { ProbeEntry } from '../../../../harness/evidence/timeline.ts';
import type { Row } from './judging.ts';

/** Rows for the victim's probe `name`; `there` and `gone` are the facts that go with accepted and refused. */
export function negativeOn(
  name: string,
  facts: { there?: ProbeEntry['facts']; gone?: ProbeEntry['facts'] } = {},
): readonly Row[] {
  const settled = `settled victim ${name}`;
  const there = { outcome: 'accepted', seen: '200', ...(facts.there && { facts: facts.there }) } as const;
  const gone = { outcome: 'refused', ...(facts.gone && { facts: facts.gone }) } as const;
  const silent = { outcome: 'refused', seen: 'closed', facts: { ...facts.gone, silent: true } } as const;
  return [
    [`${name} refused after it had worked`, { probes: { [settled]: gone } }, 'holds', /404/],
    [`${name} refused, the answer being incomplete`, { answer: { complete: false, failure: 'timeout' } }, 'holds'],
    [`${name} still accepted`, { probes: { [settled]: there } }, 'breached', /still accepted/],
    [
      `${name} refused already before`,
      { probes: { [`control victim ${name}`]: { outcome: 'refused', seen: '403', facts: facts.gone ?? {} } } },
      'precondition-failed',
    ],
    [`${name} without a control`, { probes: { [`control victim ${name}`]: 'absent' } }, 'precondition-failed'],
    [
      `${name} without a control, and accepted`,
      { probes: { [`control victim ${name}`]: 'absent', [settled]: there } },
      'precondition-failed',
    ],
    [`${name} not tried again`, { probes: { [settled]: 'absent' } }, 'no-traffic'],
    [
      `${name} failing for another reason`,
      { probes: { [settled]: { outcome: 'wrong-cause', seen: '503' } } },
      'wrong-cause',
      /503/,
    ],
    [
      `${name} no longer available`,
      { probes: { [settled]: { outcome: 'not-available', seen: 'none' } } },
      'not-observable',
    ],
    [`${name} refused in silence while a bystander is served`, { probes: { [settled]: silent } }, 'holds', /bystander/],
    [
      `${name} refused in silence and no bystander served`,
      { probes: { [settled]: silent, ...allBystanders({ outcome: 'wrong-cause', seen: 'refused' }) } },
      'wrong-cause',
    ],
  ];
}

/** Every settled probe of the bystander changed. */
export function allBystanders(change: Partial<ProbeEntry>): Record<string, Partial<ProbeEntry>> {
  const names = [
    'discovery',
    'context-write',
    'profile-put',
    'profile-patch',
    'trusted-invoker',
    'aefpsk',
    'token',
    'token-with-secret',
    'resumption',
    'open-session',
  ];
  return Object.fromEntries(names.map((name) => [`settled bystander ${name}`, change]));
}
