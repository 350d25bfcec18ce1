import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { scenarioJsonSchema } from '../../../../harness/scenario/schema.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { EXAMPLE, names } from './example.ts';

const accepts = new Ajv2020({ strict: false }).compile(scenarioJsonSchema(names, loadLedger()));

test('editors accept a right scenario', () => {
  accepts(parse(EXAMPLE));
  expect(accepts.errors).toBeNull();
});

for (const [from, to] of [
  ['old-certificate', 'old-certificat'],
  ['S6-torn-down', 'S6-torn-up'],
  ['await: tls-closed', 'awiat: tls-closed'],
  ['step: 6', 'step: 11'],
  ['title: A', 'titel: A'],
] as const) {
  test(`editors mark ${to}`, () => expect(accepts(parse(EXAMPLE.replace(from, to)))).toBe(false));
}

test('names of empty registries are refused, not accepted', () => {
  const empty = new Ajv2020({ strict: false });
  expect(() => empty.compile(scenarioJsonSchema({ given: [], actions: [], probes: [] }, loadLedger()))).not.toThrow();
});
