import fc from 'fast-check';
import { CHECKS } from '../../../../harness/checks/registry.ts';
import { expect, test } from '../../../support/test.ts';
import { findingOf } from './judging.ts';
import { COMPLIANT } from './mutants.ts';
import { answers, aPlay, PLAYS } from './plays.ts';
import { recording } from './recording.ts';

test('a recording that breaks off never passes what the whole one fails', () => {
  // A later notification may be the wrong one; that no more will come, only the end of the run tells.
  const open = ['S7-only-when-offboarded', 'S7-mutual-tls', 'S7-well-formed'];
  for (const play of PLAYS) {
    const timeline = recording(play);
    const failed = CHECKS.filter(({ requirement }) => findingOf(requirement, timeline).outcome === 'breached');
    for (const { requirement } of failed.filter((check) => !open.includes(check.requirement))) {
      for (let length = 0; length < timeline.length; length += 1) {
        const { outcome } = findingOf(requirement, timeline.slice(0, length));
        expect({ requirement, length, passed: outcome === 'holds' }).toEqual({ requirement, length, passed: false });
      }
    }
  }
});

test('a recording that breaks off never fails what the whole one of a compliant CCF passes', () => {
  const timeline = recording(COMPLIANT);
  for (let length = 0; length <= timeline.length; length += 1) {
    const failed = CHECKS.filter(
      ({ requirement }) => findingOf(requirement, timeline.slice(0, length)).outcome === 'breached',
    );
    expect({ length, failed }).toEqual({ length, failed: [] });
  }
});

test('no negative passes without its control', () => {
  const NEGATIVES = CHECKS.map(({ requirement }) => requirement).filter((id) =>
    /^S3-.*(cancelled|deleted|inert|intact)$/.test(id),
  );
  const rest = [
    'S0-client-authenticated',
    'S3-foreign-id-refused',
    'S3-token-refused',
    'S3-done-before-answer',
    'S6-not-resumable',
    'S6-all-sessions',
  ];
  const property = fc.property(aPlay, (play) => {
    const timeline = recording(play).filter((entry) => !(entry.kind === 'probe' && entry.phase === 'control'));
    for (const requirement of [...NEGATIVES, ...rest]) {
      expect([requirement, findingOf(requirement, timeline, { retention: true }).outcome]).not.toEqual([
        requirement,
        'holds',
      ]);
    }
  });
  fc.assert(property, { numRuns: 40 });
});

test('no check throws, whatever is missing', () => {
  const property = fc.property(aPlay, fc.infiniteStream(fc.boolean()), (play, coin) => {
    const some = recording(play).filter(() => coin.next().value);
    expect(() => answers(some)).not.toThrow();
  });
  fc.assert(property, { numRuns: 150 });
});
