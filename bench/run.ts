/**
 * How much the harness costs beside what TLS costs anyway: the whole reference run ÷ the floor, both in this process. Run and floor take
 * turns, since a machine's speed drifts; the first round warms up and does not count.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepare } from '../harness/play/prepare.ts';
import { startFloor } from './floor.ts';
import { referenceRun } from './reference.ts';
import { type Round, reportOf, tableOf } from './report.ts';

const ROUNDS = 3;
const OUT = fileURLToPath(new URL('../reports/out/', import.meta.url));

// No environment: the target is the built-in one and the scenarios are the project's own.
const prepared = prepare({});
const floor = await startFloor();
let work = await referenceRun(prepared);
const peakRssMbFirst = peakRssMb();
await floor.measure(work);
const rounds: Round[] = [];
while (rounds.length < ROUNDS) {
  const floorFirst = rounds.length % 2 === 1;
  const before = floorFirst ? await floor.measure(work) : undefined;
  work = await referenceRun(prepared);
  const { ms: floorMs, cpuMs: floorCpuMs } = before ?? (await floor.measure(work));
  const { ms, cpuMs, quietMs, handshakes, requests } = work;
  rounds.push({ ms, cpuMs, quietMs, handshakes, requests, floorMs, floorCpuMs });
}
await floor.close();

const report = reportOf(rounds, {
  node: process.version,
  plays: work.plays,
  peakRssMb: { firstRun: peakRssMbFirst, allRounds: peakRssMb() },
});
console.log(tableOf(report));
await mkdir(OUT, { recursive: true });
await writeFile(`${OUT}bench.json`, `${JSON.stringify(report, null, 2)}\n`);
console.log('Written: reports/out/bench.json');

function peakRssMb(): number {
  // maxRSS is in kilobytes.
  return process.resourceUsage().maxRSS / 1024;
}
