/** Everything that has a name is listed, explained, and found where it is written. */

import { KINDS, readCatalogue } from '../../../cli/catalogue/catalogue.ts';
import { type Place, textOf } from '../../../cli/catalogue/place.ts';
import { stepTable } from '../../../cli/explain/command.ts';
import { explanationsOf, explicable } from '../../../cli/explain/find.ts';
import { explanationText } from '../../../cli/explain/text.ts';
import { rowsOf, tableOf } from '../../../cli/list/rows.ts';
import { ACTIONS, PRECONDITIONS } from '../../../harness/actions/registry.ts';
import { PROBES } from '../../../harness/probes/registry.ts';
import { loadLedger } from '../../../scenarios/requirements/ledger.ts';
import { AEF_FAULTS } from '../../../simulators/aef/faults.ts';
import { AEF_VARIANTS } from '../../../simulators/aef/variants.ts';
import { CCF_FAULTS } from '../../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../../simulators/ccf/variants.ts';
import { INVOKER_FAULTS } from '../../../simulators/invoker/faults.ts';
import { INVOKER_VARIANTS } from '../../../simulators/invoker/variants.ts';
import { expect, test } from '../../support/test.ts';

const catalogue = readCatalogue();
const keys = (...tables: readonly object[]) => tables.flatMap((table) => Object.keys(table));

const IDS = {
  requirements: loadLedger().requirements.map(({ id }) => id),
  actions: keys(PRECONDITIONS, ACTIONS),
  probes: keys(PROBES),
  faults: keys(CCF_FAULTS, AEF_FAULTS, INVOKER_FAULTS),
  variants: keys(CCF_VARIANTS, AEF_VARIANTS, INVOKER_VARIANTS),
};

for (const [kind, ids] of Object.entries(IDS)) {
  test(`list ${kind} has every id, and says where each is written`, () => {
    const known = KINDS.find((one) => one === kind);
    const rows = known === undefined ? [] : rowsOf(known, catalogue);
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.filter(({ place }) => place === null)).toEqual([]);
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });
}

test('list scenarios says what each lets us judge', () => {
  const rows = rowsOf('scenarios', catalogue);
  expect(rows.find(({ id }) => id === 'ccf-two-aefs')).toMatchObject({
    underTest: 'ccf',
    requirements: ['S7-every-aef'],
    place: expect.stringMatching(/^scenarios\/ccf\/two-aefs\.yaml:\d+$/),
  });
});

test('a table has one line a thing, the columns in line', () => {
  const lines = tableOf('requirements', rowsOf('requirements', catalogue)).trimEnd().split('\n');
  expect(lines).toHaveLength(IDS.requirements.length);
  expect(lines.find((line) => line.startsWith('S6-torn-down'))).toMatch(/^S6-torn-down +shall +ccf +The CAPIF core/);
  expect(new Set(lines.map((line) => line.search(/ (shall|should|info) /))).size).toBe(1);
});

test('every id is explained', () => {
  const names = [...Object.values(IDS).flat(), ...catalogue.scenarios.map(({ id }) => id)];
  const told = names.flatMap((name) =>
    explanationsOf(name, catalogue).map((one) => ({ name, text: explanationText(one) })),
  );
  expect(names.filter((name) => !told.some((one) => one.text.startsWith(`${name} (`)))).toEqual([]);
  expect(told.filter(({ text }) => /undefined|\[object|NaN/.test(text)).map(({ name }) => name)).toEqual([]);
  const lines = told.flatMap(({ text }) => text.split('\n'));
  expect(lines.filter((line) => line.length > 100 && line.trim().includes(' '))).toEqual([]);
});

test('what is pointed at is there: the line that is named begins what is explained', () => {
  const entries = [...catalogue.requirements, ...catalogue.actions, ...catalogue.probes, ...catalogue.faults];
  for (const { id, place } of entries)
    expect(lineAt(place), id).toMatch(/^\s*(export (const|(async )?function) |['\w])/);
  for (const { id, place } of catalogue.scenarios) expect(lineAt(place)).toBe(`id: ${id}`);
  for (const { id, place } of catalogue.faults) expect(lineAt(place), id).toContain(id);
});

function lineAt(place: Place | undefined): string | undefined {
  return place === undefined ? undefined : textOf(place.file).split('\n')[place.line - 1];
}

test('a requirement points at the functions that judge it', () => {
  const reasoning = catalogue.requirements.flatMap((one) => one.reasoning);
  expect(reasoning.length).toBeGreaterThan(30);
  expect(reasoning.filter((place) => !/^export (async )?(function|const) /.test(lineAt(place) ?? ''))).toEqual([]);
});

test('list requirements tells as JSON what the ledger says of each', () => {
  for (const { id, why, causes, observed, control, basis } of rowsOf('requirements', catalogue)) {
    const { requirement } = catalogue.requirements.find((one) => one.id === id) ?? {};
    const { why: because, causes: from, observed: how, control: before, basis: ground } = requirement ?? {};
    expect({ why, causes, observed, control, basis: basis ?? undefined }).toEqual({
      why: because,
      causes: from,
      observed: how,
      control: before,
      basis: ground,
    });
  }
});

test('explain S6 lists the requirements of step 6, and those alone', () => {
  const lines = stepTable('s6', catalogue)?.trimEnd().split('\n') ?? [];
  expect(lines.length).toBe(catalogue.requirements.filter(({ requirement }) => requirement.step === 6).length);
  expect(lines.every((line) => line.startsWith('S6-'))).toBe(true);
  for (const other of ['S6-torn-down', 'S66', 's', 'ccf']) expect(stepTable(other, catalogue)).toBeUndefined();
});

test('a requirement is explained with all that a newcomer asks', () => {
  const [explanation] = explanationsOf('s6-TORN-down', catalogue);
  const text = explanation === undefined ? '' : explanationText(explanation);
  for (const heading of [
    'Why it matters',
    'How it is observed',
    'What must have worked before',
    'What counts',
    'Usual causes of failure',
    'Faults that break it',
    'Scenarios that judge it',
    'Where it is judged',
  ]) {
    expect(text).toContain(`\n${heading}\n`);
  }
  expect(text).toContain('keeps-tls-open (ccf)');
  expect(text).toContain('ccf-offboarding');
  expect(text).toMatch(/^ {2}harness\/checks\/s6-torn-down\.ts:\d+$/m);
  expect(text).toMatch(/- inconclusive: .*\n.*bystander/);
});

test('what counts follows the level', () => {
  const verdicts = (name: string) =>
    explanationsOf(name, catalogue)
      .flatMap(({ sections }) => sections)
      .find(({ heading }) => heading === 'What counts')
      ?.items?.map((item) => item.name);
  expect(verdicts('S6-torn-down')).toEqual(['pass', 'inconclusive', 'fail', 'error']);
  expect(verdicts('S6-close-notify')).toEqual(['pass', 'warn', 'inconclusive', 'error']);
  expect(verdicts('S7-order')).toEqual(['pass', 'error']);
  expect(verdicts('S3-aefpsk-deleted')).toEqual(['not applicable', 'pass', 'inconclusive', 'fail', 'error']);
  expect(verdicts('S4-success')).toContain('warn');
});

test('a name of several nodes is explained for each, or for the one that is named', () => {
  expect(explanationsOf('keeps-aefpsk', catalogue)).toHaveLength(3);
  expect(explanationsOf('aef/keeps-aefpsk', catalogue)).toHaveLength(1);
});

test('an unknown name is answered by the nearest', () => {
  expect(() => explanationsOf('S6-torn-donw', catalogue)).toThrow(
    'explain: nothing is called "S6-torn-donw"; did you mean "S6-torn-down"?',
  );
  expect(() => explanationsOf('something else', catalogue)).toThrow(/lists those of the clause$/);
});

test('no name means two things of one kind', () => {
  const names = explicable(catalogue).map(({ full, explain }) => `${explain().kind} ${full}`);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});

test('faults break rows of the ledger that bind their node', () => {
  const { byId } = catalogue.ledger;
  for (const { id, role, breaks, follows, untold } of catalogue.faults) {
    expect(breaks.length + untold.length, id).toBeGreaterThan(0);
    for (const row of [...breaks, ...follows, ...untold]) expect(byId(row)?.roles, `${id}: ${row}`).toContain(role);
  }
});
