import { existsSync, readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { loadLedger, METHODS, parseLedger, ROLES } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';

/** The table that the ledger was written from; it lies beside some checkouts. */
const TABLE = new URL('../../../../../shared/ledger.md', import.meta.url);

const row = {
  id: 'S6-torn-down',
  step: 6,
  roles: ['ccf'],
  level: 'shall',
  methods: 'any',
  edition: 'published',
  statement: 'The session ends.',
  observed: 'it closes',
  control: 'none',
  clause: 'TS 33.122 6.8 step 6',
  why: 'an open session is a way in',
  causes: ['a proxy holds it'],
};

function ledgerOf(...requirements: object[]): string {
  return stringify({
    document: '3GPP TS 33.122',
    release: 'Release 18',
    changeRequest: 'Change 1',
    edition: 'change-1',
    requirements,
    excluded: [],
  });
}

test('the ledger has the rows of the table it was written from', () => {
  test.skip(!existsSync(TABLE), 'the table that the ledger was written from is not beside this checkout');
  const rows = readFileSync(TABLE, 'utf8')
    .split('\n')
    .filter((line) => /^\| S\d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, id, roles, level, methods, edition]) => ({
      id,
      roles,
      level,
      methods,
      edition: edition?.split(/[:; (,]/)[0],
    }));

  const ledger = loadLedger().requirements.map(({ id, roles, level, methods, edition }) => ({
    id,
    roles: roles.join(', '),
    level,
    methods: methods.length === METHODS.length ? 'any' : methods.join(', '),
    edition,
  }));
  expect(rows.length).toBeGreaterThan(0);
  expect(ledger).toEqual(rows.map((row) => ({ ...row, ...NARROWED[row.id ?? ''] })));
});

/** Where we read a row more narrowly than the table has it; why, says docs/decisions.md. */
const NARROWED: Readonly<Record<string, { readonly methods: string }>> = {
  'S9-not-resumable': { methods: 'psk, pki' },
};

test('every step of the clause and every role has a requirement', () => {
  const { requirements } = loadLedger();
  const steps = new Set(requirements.map(({ step }) => step));
  expect([...steps]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(requirements.flatMap(({ roles }) => roles))).toEqual(new Set(ROLES));
});

test('every clause names the step that the row belongs to', () => {
  for (const { id, step, clause } of loadLedger().requirements) {
    const named = /^TS 33\.122 6\.8 steps? ([\d, and]+)/.exec(clause)?.[1]?.match(/\d+/g) ?? [];
    expect(named, `${id} says "${clause}"`).toContain(String(step));
  }
});

test('every row teaches: why it matters, and how implementations come to break it', () => {
  for (const { id, why, causes } of loadLedger().requirements) {
    expect(why.length, id).toBeGreaterThan(80);
    // A sentence each; a cause that is only named teaches nothing.
    for (const sentence of [why, ...causes]) expect(sentence, id).toMatch(/^\S.{20,}[.]$/);
  }
});

test('what is excluded has a reason', () => {
  const { excluded } = loadLedger();
  expect(excluded.length).toBeGreaterThan(0);
  for (const { reason } of excluded) expect(reason.length).toBeGreaterThan(20);
});

test('a row is found by its id, and only by its id', () => {
  const ledger = loadLedger();
  expect(ledger.byId('S6-torn-down')).toMatchObject({ step: 6, level: 'shall', roles: ['ccf'] });
  expect(ledger.byId('S6-torn-up')).toBeUndefined();
  expect(ledger.byId('constructor')).toBeUndefined();
});

test('the ledger is read once', () => {
  expect(loadLedger()).toBe(loadLedger());
});

test('"any" stands for all methods', () => {
  expect(parseLedger(ledgerOf(row)).requirements[0]?.methods).toEqual(['psk', 'pki', 'oauth']);
});

const WRONG: [name: string, rows: object[], message: RegExp][] = [
  ['an id twice', [row, row], /S6-torn-down is there twice/],
  ['a step that the id does not name', [{ ...row, step: 7 }], /is not the step that the id names/],
  ['an id of another shape', [{ ...row, id: 'TORN-DOWN' }], /an id looks like S6-torn-down/],
  ['a derived row without a basis', [{ ...row, edition: 'derived' }], /must name what it is derived from/],
  ['an unknown level', [{ ...row, level: 'must' }], /level/],
  ['an unknown member', [{ ...row, priority: 1 }], /priority/],
  ['a row that does not say why', [{ ...row, why: undefined }], /why/],
  ['a row without causes', [{ ...row, causes: [] }], /causes/],
  ['no rows', [], /requirements/],
];
for (const [name, rows, message] of WRONG) {
  test(`a ledger with ${name} is refused`, () => {
    expect(() => parseLedger(ledgerOf(...rows))).toThrow(message);
  });
}
