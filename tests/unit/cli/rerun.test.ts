/** `rerun` where there is nothing to play again: that the last run proved little is not to be taken for success. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProgram } from '../../../cli/program.ts';
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import { conformanceOf } from '../../../reports/conformance.ts';
import { expect, test } from '../../support/test.ts';
import { check, META, record } from '../reports/records.ts';

/** What `rerun` says of a report that these records make, and with what the process would end. */
async function rerun(records: readonly RunRecord[]): Promise<{ readonly said: string; readonly code: unknown }> {
  const folder = test.info().outputDir;
  const report = conformanceOf(records, META);
  await writeFile(test.info().outputPath('conformance.json'), JSON.stringify(report));
  const target = join(folder, 'target.yaml');
  await writeFile(target, `name: ${JSON.stringify(report.target?.name ?? 'any')}\nrole: reference\n`);
  const written: string[] = [];
  const { write } = process.stdout;
  const { exitCode } = process;
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    const program = createProgram();
    await program.parseAsync(['rerun', '--reports', folder, '--target', target], { from: 'user' });
    return { said: written.join(''), code: process.exitCode };
  } finally {
    process.stdout.write = write;
    process.exitCode = exitCode;
  }
}

test('nothing was played: the command line was wrong then, and it is told', async () => {
  const { said, code } = await rerun([]);
  expect(code).toBe(2);
  expect(said).toContain('incomplete: No scenario was played.');
  expect(said).toContain('It proved less than a whole run does: use "run".');
});

test('a part was played and passed: incomplete, and what is missing is told', async () => {
  const { said, code } = await rerun([record([check('S6-torn-down', 'pass')])]);
  expect(code).toBe(3);
  expect(said).toMatch(/^incomplete: /m);
});
