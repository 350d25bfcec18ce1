/** Three shards, each as if on a machine of its own, and their merge: it tells what one unsharded run tells. */
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import { test } from './fixtures.ts';

/** The clause from end to end for each role. Sharding deals out tests, whatever they play. */
const PART = ['-g', '(ccf|aef|invoker)-offboarding · oauth · TLS 1\\.2'];
const PLAYINGS = 3;
const SHARDS = 3;

/**
 * Takes out what two runs of the same may differ in, and nothing else: times (when it started, how long it took, latencies, `123 ms` within a
 * sentence), identities that a node throws dice for (`INV588b64bd7a77`), and the timeline with the numbers of its entries (of two answers
 * that are awaited together, either comes first).
 */
function comparable(name: string, text: string): string {
  // Its drawings are made of times: it is compared by what it says of each check.
  if (name.endsWith('.html')) return checksOf(text).join('\n');
  const timeless = text.replace(/\d+(?:\.\d+)? (ms|s|µs)\b/g, '… $1').replace(/\bINV[0-9a-f]{12}\b/g, 'INV…');
  if (name.endsWith('.json')) return JSON.stringify(withoutTimes(JSON.parse(timeless)), null, 1);
  return timeless
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/ time="[\d.]+"/g, '')
    .replace(/(name="evidence" value=)"[\d ]*"|(evidence: )[\d, ]+/g, '$1$2…');
}

const PASSING: ReadonlySet<string> = new Set(['startedAt', 'durationMs', 'latencies', 'evidence', 'timeline']);

function withoutTimes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutTimes);
  if (typeof json !== 'object' || json === null) return json;
  const kept = Object.entries(json).filter(([name]) => !PASSING.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutTimes(value)]));
}

function checksOf(html: string): string[] {
  return [...html.matchAll(/ id="(play-\d+-S\d+-[\w-]+)"[^>]* data-verdict="([\w-]+)"/g)].map(
    ([, id, verdict]) => `${id} ${verdict}`,
  );
}

/** Allure names its files at random: what is compared is what stands in the results, in an order of its own. */
function allureOf(reports: ReadonlyMap<string, string>): string[] {
  const results = [...reports].filter(([name]) => name.endsWith('-result.json')).map(([, text]) => JSON.parse(text));
  return results
    .map(({ name, status, labels, parameters, links, description, steps, historyId, attachments }) => ({
      name,
      historyId,
      status,
      labels: labels.filter((label: { name: string }) => label.name !== 'thread'),
      parameters,
      links,
      description,
      steps: steps.map((step: { name: string; status: string }) => `${step.name} ${step.status}`),
      attachments: attachments.map((attachment: { name: string }) => attachment.name),
    }))
    .map((result) => comparable('', JSON.stringify(result)))
    .toSorted();
}

test('the merge of three shards is the unsharded report', async ({ checkout }) => {
  test.setTimeout(400_000);
  const out = join(checkout.folder, 'reports/out');
  // The copy is the worker's: what a test before this one left there is not of this run.
  await rm(out, { recursive: true, force: true });
  const whole = await checkout.play(PART);
  expect(whole.code, whole.output).toBe(0);
  expect(whole.conformance?.scenarios.length).toBe(PLAYINGS);
  const unsharded = await checkout.reports();
  await rm(out, { recursive: true });

  const blobs = join(checkout.folder, 'blobs');
  for (let shard = 1; shard <= SHARDS; shard++) {
    const own = join(checkout.folder, `blob-${shard}`);
    const args = [...PART, `--shard=${shard}/${SHARDS}`, '--reporter=blob'];
    const { code, output } = await checkout.play(args, { PLAYWRIGHT_BLOB_OUTPUT_DIR: own });
    expect(code, output).toBe(0);
    await cp(own, blobs, { recursive: true });
  }
  expect((await readdir(blobs)).length).toBe(SHARDS);

  const merge = await checkout.merge('blobs');
  expect(merge.stderr).toBe('');
  const merged = await checkout.reports();

  const files = (reports: ReadonlyMap<string, string>) =>
    [...reports.keys()].filter((name) => !/^(?:\.playwright|allure-results)\//.test(name)).toSorted();
  expect(files(merged)).toEqual(files(unsharded));
  expect(files(merged)).toEqual(expect.arrayContaining(['badge.svg', 'conformance.json', 'junit.xml', 'summary.md']));
  expect(files(merged).filter((name) => name.startsWith('evidence/')).length).toBe(PLAYINGS);
  for (const name of files(merged)) {
    expect(comparable(name, merged.get(name) ?? ''), name).toBe(comparable(name, unsharded.get(name) ?? ''));
  }
  expect(allureOf(merged)).toEqual(allureOf(unsharded));
  const checks = merge.conformance?.scenarios.flatMap((play) => play.steps.flatMap((step) => step.checks));
  expect(allureOf(merged).length).toBe(checks?.length);
  expect(checksOf(merged.get('index.html') ?? '').length).toBe(checks?.length);

  // The same blobs in another order: the same bytes, of times too.
  const zips = (await readdir(blobs)).filter((name) => name.endsWith('.zip'));
  for (const [index, name] of zips.toSorted().toReversed().entries()) {
    await rename(join(blobs, name), join(blobs, `${index}.zip`));
  }
  const reversed = await checkout.merge('blobs');
  expect(reversed.code, reversed.output).toBe(0);
  const again = await checkout.reports();
  for (const name of files(merged)) expect(again.get(name), name).toBe(merged.get(name));

  await rm(join(blobs, '1.zip'));
  const { conformance, code, output } = await checkout.merge('blobs');
  expect(code, output).toBe(0);
  const missing = 'shard 2 of 3 was not played: none of its tests is there; merge the blobs of all shards';
  expect(conformance?.incompleteBecause).toContainEqual(expect.stringContaining(missing));
});
