import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conformanceOf } from '../../../reports/conformance.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { appendSummary, writeEvidence, writeReports, writeWhole } from '../../../reports/write.ts';
import { expect, test } from '../../support/test.ts';
import { META, MIXED } from './records.ts';

test('every report is written, nothing else is left; the summary of the job grows, or it is said why not', async () => {
  const folder = test.info().outputPath('deep', 'out');
  const job = test.info().outputPath('job.md');
  await writeFile(job, 'before\n');
  const report = conformanceOf(MIXED, META);
  const names = ['conformance.json', 'summary.md', 'junit.xml', 'badge.svg'];
  expect(await writeReports(report, folder)).toEqual(names.map((name) => join(folder, name)));
  await writeReports(report, folder);
  expect(await appendSummary(report, job)).toBeUndefined();
  expect(await appendSummary(report, join(folder, 'none', 'job.md'))).toMatch(
    /^The summary could not be added to .*ENOENT/,
  );
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
  expect(JSON.parse(await readFile(join(folder, 'conformance.json'), 'utf8'))).toEqual(report);
  expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe(summaryMarkdown(report));
  expect(await readFile(job, 'utf8')).toBe(`before\n${summaryMarkdown(report)}`);
});

test('what cannot be replaced stays as it was, and no half-written file is left', async () => {
  const folder = test.info().outputPath('out');
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await expect(writeWhole(join(folder, 'taken'), 'text')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken']);
});

test('the record of every scenario is a file of its own, and those of an earlier run are gone', async () => {
  const folder = test.info().outputPath('out');
  await writeWhole(join(folder, 'evidence', 'stale.json'), '{}');
  const evidence = await writeEvidence(MIXED, folder);
  const names = await readdir(evidence);
  expect(names.toSorted()).toEqual(
    MIXED.map(({ scenario, method, tls }) => `${scenario}-${method}-tls${tls}.json`).toSorted(),
  );
  const [first] = MIXED;
  const written = await readFile(join(evidence, `${first?.scenario}-${first?.method}-tls${first?.tls}.json`), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(first)));
});
