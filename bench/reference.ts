/** The whole reference run, in this process: every scenario of all three roles with every method and TLS version, one after the other. */
import type { Timeline } from '../harness/evidence/timeline.ts';
import { play } from '../harness/play/play.ts';
import type { Prepared } from '../harness/play/prepare.ts';
import { playingsOf } from '../harness/scenario/scenario.ts';
import { openTarget } from '../harness/surroundings/open.ts';
import { type Cost, costOf } from './cost.ts';

/** What crossed the wire; each handshake and request once, although both ends are in this process. */
export interface Work {
  readonly handshakes: number;
  readonly requests: number;
}

/** The cost is that of everything from starting the first node to having closed the last. */
export interface ReferenceRun extends Work, Cost {
  /** Of its `ms`, what scenarios wait by definition: the declared lengths of their quiet windows. */
  readonly quietMs: number;
  readonly plays: number;
}

/** Plays everything once. @throws Error when a scenario does not pass: the time of a failing run tells nothing. */
export async function referenceRun(prepared: Prepared): Promise<ReferenceRun> {
  const { result: timelines, ms, cpuMs } = await costOf(() => playEverything(prepared));
  const work = timelines.map(workIn);
  return {
    ms,
    cpuMs,
    quietMs: sum(timelines.map(quietIn)),
    plays: timelines.length,
    handshakes: sum(work.map(({ handshakes }) => handshakes)),
    requests: sum(work.map(({ requests }) => requests)),
  };
}

async function playEverything({ target, scenarios, ledger }: Prepared): Promise<Timeline[]> {
  const timelines: Timeline[] = [];
  const source = openTarget(target);
  for (const scenario of scenarios) {
    for (const { method, tls } of playingsOf(scenario)) {
      const wanted = { scenario: scenario.id, underTest: scenario.underTest, method, tls, requires: scenario.requires };
      const surroundings = await source.get(wanted);
      const { record } = await play({ scenario, method, tls, target, surroundings, ledger });
      if (record.verdict !== 'pass') throw new Error(`${scenario.id} · ${method} · TLS ${tls}: ${record.verdict}`);
      timelines.push(record.timeline);
    }
  }
  await source.close();
  return timelines;
}

/**
 * Counts what a recording shows. A connection between two of our nodes is recorded at both ends and counts at the client's; of those that the
 * CCF opened, only our accepting end is recorded. Clean-up comes after the recording and is not counted.
 */
export function workIn(timeline: Timeline): Work {
  const opened = timeline.filter((entry) => entry.kind === 'connection');
  const dialled = new Set(opened.filter(({ side }) => side === 'client').map(({ port }) => port));
  const counted = new Set(
    opened.filter(({ side, port }) => side === 'client' || !dialled.has(port)).map(({ connection }) => connection),
  );
  const count = (kind: 'handshake' | 'exchange') =>
    timeline.filter((entry) => entry.kind === kind && counted.has(entry.connection)).length;
  return { handshakes: count('handshake'), requests: count('exchange') };
}

function quietIn(timeline: Timeline): number {
  return sum(timeline.map((entry) => (entry.kind === 'wait' && entry.awaited === 'quiet' ? entry.boundMs : 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
