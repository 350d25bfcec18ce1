import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { publishedSchemas } from '../../../cli/schemas.ts';

for (const { file, text } of publishedSchemas()) {
  test(`${relative(process.cwd(), file)} is what the code says (npm run schemas)`, () => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
}

test('the schema of scenarios accepts a scenario of ours, and not one with an unknown probe', () => {
  const [scenario] = publishedSchemas();
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(scenario?.text ?? '{}'));
  const written = readFileSync(new URL('../../../scenarios/ccf/offboarding.yaml', import.meta.url), 'utf8');
  expect(validate(parse(written)), JSON.stringify(validate.errors)).toBe(true);
  expect(validate(parse(written.replace('discovery', 'discvery')))).toBe(false);
});
