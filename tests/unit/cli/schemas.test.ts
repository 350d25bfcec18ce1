import { readFileSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { PROJECT } from '../../../cli/catalogue/place.ts';
import { publishedSchemas } from '../../../cli/schemas.ts';
import { referenceTarget, writeTargetFile } from '../../../cli/simulate/target-file.ts';
import { textFiles } from '../../architecture/project.ts';
import { expect, test } from '../../support/test.ts';

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

test('every scenario and target file of ours names its schema in the first line, for editors', () => {
  const files = textFiles('.yaml').filter(({ path }) => /^(?:scenarios\/(?:ccf|aef|invoker)|targets)\//.test(path));
  expect(files.length).toBeGreaterThan(30);
  const nameless = files.filter(({ path, text }) => {
    const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const wanted = path.startsWith('targets/') ? 'targets/target.schema.json' : 'scenarios/scenario.schema.json';
    return schema === undefined || posix.join(posix.dirname(path), schema) !== wanted;
  });
  expect(nameless.map(({ path }) => path)).toEqual([]);
});

test('the target file of a simulated node, and the example of a scenario, name their schemas, too', async () => {
  const file = test.info().outputPath('ccf.yaml');
  await writeTargetFile(file, referenceTarget('ccf', [], {}));
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(resolve(dirname(file), schema)).toBe(resolve(PROJECT, 'targets/target.schema.json'));
  const example = readFileSync(`${PROJECT}docs/write-a-scenario.md`, 'utf8');
  expect(example).toMatch(/```yaml\n# yaml-language-server: \$schema=\S*scenario\.schema\.json\n/);
});
