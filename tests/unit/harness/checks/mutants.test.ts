import { CHECKS } from '../../../../harness/checks/registry.ts';
import type { Claims } from '../../../../harness/target/schema.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
import { findingOf } from './judging.ts';
import { COMPLIANT, MUTANTS } from './mutants.ts';
import type { Play } from './play.ts';
import { recording } from './recording.ts';

function rowsBy(outcome: 'breached' | 'holds', play: Play, claims?: Partial<Claims>): string[] {
  const timeline = recording({ ...COMPLIANT, ...play });
  return CHECKS.filter(({ requirement }) => findingOf(requirement, timeline, claims).outcome === outcome).map(
    ({ requirement }) => requirement,
  );
}

// Rows that need another scenario, or another claim, than this one run offers.
const ELSEWHERE = ['S0-client-authenticated', 'S3-retained-is-inert', 'S7-survives-outage'];

test('a compliant CCF breaches nothing, and everything that one run can tell holds', () => {
  const rows = loadLedger().requirements.filter(({ roles }) => roles.includes('ccf'));
  const all = rows.map(({ id }) => id).filter((requirement) => !ELSEWHERE.includes(requirement));
  expect(rowsBy('holds', {})).toEqual(all);
  expect(rowsBy('breached', {})).toEqual([]);
});

for (const [name, { play, breaches, obscures = [], claims }] of Object.entries(MUTANTS)) {
  test(`a CCF that ${name} breaches exactly ${breaches.join(', ') || 'nothing'}`, () => {
    expect(rowsBy('breached', play, claims).toSorted()).toEqual([...breaches].toSorted());
    const affected = [...breaches, ...obscures];
    const untouched = rowsBy('holds', {}, claims).filter((requirement) => !affected.includes(requirement));
    expect(rowsBy('holds', play, claims)).toEqual(untouched);
  });
}
