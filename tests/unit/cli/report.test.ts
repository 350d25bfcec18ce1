/** `report`: a finished run, told again. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformanceOf } from '../../../reports/conformance.ts';
import { writeEvidence, writeReports } from '../../../reports/write.ts';
import { CLI, run } from '../../e2e/process.ts';
import { expect, test } from '../../support/test.ts';
import { check, META, record } from '../reports/records.ts';

test('a finished run is told on the screen, and its pages are made again elsewhere', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'capif-report-'));
  try {
    const records = [record([check('S6-torn-down', 'fail')])];
    const finished = conformanceOf(records, META);
    await writeReports(finished, join(folder, 'was'));
    await writeEvidence(records, join(folder, 'was'));
    const told = await run(CLI, ['report', 'was/conformance.json', '--out', 'again'], { cwd: folder });
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toContain('S6-torn-down');
    for (const name of ['conformance.json', 'summary.md', 'junit.xml', 'badge.svg']) {
      const [was, again] = await Promise.all(['was', 'again'].map((one) => readFile(join(folder, one, name), 'utf8')));
      expect(again, name).toBe(was);
    }
    expect(await readFile(join(folder, 'again/index.html'), 'utf8')).toContain('S6-torn-down');
    await writeFile(join(folder, 'was/evidence/broken.json'), '{');
    const broken = await run(CLI, ['report', 'was/conformance.json', '--out', 'third'], { cwd: folder });
    expect(broken.code).toBe(2);
    expect(broken.stderr.trim().split('\n')).toHaveLength(1);
    expect(broken.stderr).toContain('broken.json');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a report that is not there is one line', async () => {
  const { code, stderr } = await run(CLI, ['report', 'nowhere/conformance.json']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^nowhere\/conformance\.json cannot be read \(ENOENT\); play first/);
});
