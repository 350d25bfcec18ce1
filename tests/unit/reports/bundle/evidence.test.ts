import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOfRun } from '../../../../reports/bundle/bundle.ts';
import { expect, test } from '../../../support/test.ts';
import { writeRun } from './run.ts';

test('a report that its own evidence, or its own playings, contradict makes no bundle', async () => {
  const folder = test.info().outputPath('out');
  await writeRun(folder);
  const path = join(folder, 'conformance.json');
  const text = await readFile(path, 'utf8');
  const problems = async (edited: string) => {
    await writeFile(path, edited);
    return await filesOfRun(folder).then(() => 'none', String);
  };
  const whole = text.replaceAll('"verdict": "fail"', '"verdict": "pass"');
  expect(await problems(whole)).toContain(
    'evidence/ccf-offboarding-psk-psk-tls1.2.json has other verdicts than conformance.json',
  );
  const row = text.replace('"verdict": "fail"', '"verdict": "pass"');
  expect(await problems(row)).toMatch(/conformance\.json says pass of S6-torn-down, where its playings say fail/);
});
