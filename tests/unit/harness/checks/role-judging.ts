/** Tables of recordings of an AEF or an API invoker under test, and what a check makes of them. */

import { checkFor } from '../../../../harness/checks/registry.ts';
import type { Timeline } from '../../../../harness/evidence/timeline.ts';
import type { Claims } from '../../../../harness/target/schema.ts';
import { expect, test } from '../../../support/test.ts';
import { type AefPlay, aefRecording } from './aef-recording.ts';
import { type InvokerPlay, invokerRecording } from './invoker-recording.ts';
import { type Answer, answerOf, contextOf } from './judging.ts';

type Row<Play> = readonly [title: string, play: Play, answer: Answer, seen?: RegExp, claims?: Partial<Claims>];
export type AefRow = Row<AefPlay>;
export type InvokerRow = Row<InvokerPlay>;

export function judgingAef(requirement: string, rows: readonly AefRow[]): void {
  for (const [title, play, ...rest] of rows) tried(requirement, title, () => aefRecording(play), 'aef', ...rest);
}

export function judgingInvoker(requirement: string, rows: readonly InvokerRow[]): void {
  for (const [title, play, ...rest] of rows)
    tried(requirement, title, () => invokerRecording(play), 'invoker', ...rest);
}

function tried(
  requirement: string,
  title: string,
  record: () => Timeline,
  underTest: 'aef' | 'invoker',
  answer: Answer,
  seen = /./,
  claims?: Partial<Claims>,
): void {
  test(`${requirement} ${answer}: ${title}`, () => {
    const timeline = record();
    const finding = checkFor(requirement)?.judge({ ...contextOf(timeline, claims), underTest });
    if (finding === undefined) throw new Error(`no check for ${requirement}`);
    expect({ answer: answerOf(finding), seen: finding.seen }).toEqual({ answer, seen: expect.stringMatching(seen) });
    const known = timeline.map(({ seq }) => seq);
    expect(finding.evidence.filter((seq) => !known.includes(seq))).toEqual([]);
  });
}

/** What every row that follows upon a genuine notification answers when none reached the AEF. */
export const WITHOUT_NOTIFICATION: readonly AefRow[] = [
  ['no genuine notification', { genuine: 'absent' }, 'precondition-failed', /no genuine notification/],
  ['the API invoker had never been onboarded', { onboarded: false }, 'precondition-failed', /not been onboarded/],
  [
    'a notification about somebody else',
    { genuine: { apiInvokerId: 'INV-else' } },
    'precondition-failed',
    /somebody else/,
  ],
  [
    'nobody listening for notifications',
    { genuine: { connected: false, failure: 'connection-refused' } },
    'precondition-failed',
  ],
  [
    "our CCF's certificate refused, as TLS 1.3 does it",
    { genuine: { status: undefined, failure: 'alert', alert: 'unknown_ca' } },
    'precondition-failed',
    /unknown_ca/,
  ],
];
