/** Tables of recordings and what a check makes of them. */

import type { CheckContext } from '../../../../harness/checks/check.ts';
import type { Finding, InconclusiveCause } from '../../../../harness/checks/judgement.ts';
import { checkFor } from '../../../../harness/checks/registry.ts';
import type { Timeline } from '../../../../harness/evidence/timeline.ts';
import { EvidenceView } from '../../../../harness/evidence/view.ts';
import { Claims } from '../../../../harness/target/schema.ts';
import { expect, test } from '../../../support/test.ts';
import type { Play } from './play.ts';
import { recording, WINDOW } from './recording.ts';

export type Answer = Finding['outcome'] | InconclusiveCause;

/** One row: what happened, how it was played, what the check must answer, and words that its finding must contain. */
export type Row = readonly [title: string, play: Play, answer: Answer, seen?: RegExp, claims?: Partial<Claims>];

export function contextOf(timeline: Timeline, claims: Partial<Claims> = {}): CheckContext {
  const evidence = new EvidenceView(timeline);
  return { evidence, claims: { ...Claims.parse({}), ...claims }, timing: WINDOW, method: 'psk', underTest: 'ccf' };
}

export function findingOf(requirement: string, timeline: Timeline, claims?: Partial<Claims>): Finding {
  const check = checkFor(requirement);
  if (check === undefined) throw new Error(`no check for ${requirement}`);
  return check.judge(contextOf(timeline, claims));
}

/** An unclear finding is answered by its cause, every other by its outcome. */
export function answerOf(finding: Finding): Answer {
  return finding.outcome === 'unclear' ? finding.cause : finding.outcome;
}

/** One test a row. */
export function judging(requirement: string, rows: readonly Row[]): void {
  for (const [title, play, answer, seen = /./, claims] of rows) {
    test(`${requirement} ${answer}: ${title}`, () => {
      const timeline = recording(play);
      const finding = findingOf(requirement, timeline, claims);
      expect({ answer: answerOf(finding), seen: finding.seen }).toEqual({ answer, seen: expect.stringMatching(seen) });
      const known = timeline.map(({ seq }) => seq);
      expect(finding.evidence.filter((seq) => !known.includes(seq))).toEqual([]);
      expect(finding.evidence).toEqual(expect.arrayContaining([finding.decisive ?? finding.evidence].flat()));
    });
  }
}
