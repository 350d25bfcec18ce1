import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { scenarioParser } from '../../../../harness/scenario/parse.ts';
import { scenarioJsonSchema } from '../../../../harness/scenario/schema.ts';
import { formatProblem } from '../../../../harness/target/yaml/problem.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
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

test('where a registry is empty, every name is refused', () => {
  const parse = scenarioParser({ given: [], actions: [], probes: [] }, loadLedger());
  const problems = parse('x.yaml', EXAMPLE.replace(/^given: .*\n/m, 'given: [invoker-onboarded]\n'));
  expect(Array.isArray(problems) && problems.map(formatProblem)).toEqual([
    'x.yaml:9:9 given[0]: no precondition is known, saw "invoker-onboarded"',
    'x.yaml:13:9 steps[0].do: no action is known, saw "invoker.openSession"',
    'x.yaml:16:10 steps[1].do[0]: no action is known, saw "aef.goDown"',
    'x.yaml:16:22 steps[1].do[1]: no action is known, saw "invoker.requestOffboarding"',
    'x.yaml:18:13 steps[2].probe[0]: no probe is known, saw "old-certificate"',
    'x.yaml:18:30 steps[2].probe[1]: no probe is known, saw "profile"',
  ]);
});
