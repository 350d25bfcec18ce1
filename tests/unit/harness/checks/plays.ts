/** What the properties are tried on: the compliant recording, and that of every mutant. */
import fc from 'fast-check';
import { CHECKS } from '../../../../harness/checks/registry.ts';
import type { Timeline } from '../../../../harness/evidence/timeline.ts';
import { answerOf, findingOf } from './judging.ts';
import { COMPLIANT, MUTANTS } from './mutants.ts';
import type { Play } from './play.ts';

export const PLAYS: readonly Play[] = [{}, ...Object.values(MUTANTS).map(({ play }) => play)].map((play) => ({
  ...COMPLIANT,
  ...play,
}));
export const aPlay = fc.constantFrom(...PLAYS);

/** What every check answers. */
export function answers(timeline: Timeline): Record<string, string> {
  return Object.fromEntries(CHECKS.map(({ requirement }) => [requirement, answerOf(findingOf(requirement, timeline))]));
}
