import { readdirSync } from 'node:fs';
import { CHECKS, checkFor } from '../../../../harness/checks/registry.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';

test('there is exactly one check for every row of the ledger, in its order', () => {
  const rows = loadLedger().requirements;
  expect(CHECKS.map(({ requirement }) => requirement)).toEqual(rows.map(({ id }) => id));
});

test('every check has a file of its name, and every such file a check', () => {
  const files = readdirSync(new URL('../../../../harness/checks/', import.meta.url)).filter((name) =>
    /^s\d/.test(name),
  );
  expect(files.toSorted()).toEqual(CHECKS.map(({ requirement }) => `${requirement.toLowerCase()}.ts`).toSorted());
});

test('every check has unit tests of its own', () => {
  const files = readdirSync(new URL('.', import.meta.url));
  const missing = CHECKS.filter(({ requirement }) => !files.includes(`${requirement.toLowerCase()}.test.ts`));
  expect(missing).toEqual([]);
});

test('a check is found by its row, and by nothing else', () => {
  expect(checkFor('S6-torn-down')?.requirement).toBe('S6-torn-down');
  expect(checkFor('s6-torn-down')).toBeUndefined();
  expect(checkFor('S9-torn-down')?.requirement).toBe('S9-torn-down');
  expect(checkFor('S9-all-sessions')).toBeUndefined();
});
