/** Entries of a baseline for tests. */
import type { Baseline, BaselineEntry } from '../../../../harness/evidence/run-record.ts';

export function entry(changes: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    requirement: 'S6-torn-down',
    scenario: 'ccf-offboarding-*',
    reason: 'the proxy keeps idle sessions',
    issue: 'https://tracker.acme.example/412',
    expires: '2026-12-31',
    words: 'still open',
    line: 2,
    column: 5,
    playings: 1,
    ...changes,
  };
}

export function baseline(...entries: readonly BaselineEntry[]): Baseline {
  return { file: 'targets/known-deviations.yaml', entries };
}
