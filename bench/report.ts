/** What the rounds amount to, as data and as a table. */
import type { ReferenceRun, Work } from './reference.ts';

/** One round: the run and its floor, measured next to each other. Milliseconds. */
export interface Round extends Pick<ReferenceRun, 'ms' | 'cpuMs' | 'quietMs'>, Work {
  readonly floorMs: number;
  readonly floorCpuMs: number;
}

export interface BenchReport extends Work {
  readonly schemaVersion: '2';
  readonly node: string;
  readonly plays: number;
  readonly rounds: readonly Round[];
  /** Medians over the rounds, milliseconds. */
  readonly median: {
    readonly totalMs: number;
    readonly quietMs: number;
    /** Total without the quiet windows. */
    readonly activeMs: number;
    readonly floorMs: number;
    /** Median of the ratios activeMs ÷ floorMs of the single rounds. */
    readonly ratio: number;
    /** Processor time of the run and of its floor. */
    readonly cpuMs: number;
    readonly floorCpuMs: number;
    /** Median of the ratios cpuMs ÷ floorCpuMs of the single rounds. */
    readonly cpuRatio: number;
  };
  /** The process's peak: after one whole run, and at the end of all rounds and floors. */
  readonly peakRssMb: { readonly firstRun: number; readonly allRounds: number };
}

/** How much memory the run may take, in MB. */
export const RSS_AIM_MB = 300;

export function reportOf(
  rounds: readonly Round[],
  about: Pick<BenchReport, 'node' | 'plays' | 'peakRssMb'>,
): BenchReport {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  return {
    schemaVersion: '2',
    ...about,
    handshakes: of(({ handshakes }) => handshakes),
    requests: of(({ requests }) => requests),
    rounds,
    median: {
      totalMs: of(({ ms }) => ms),
      quietMs: of(({ quietMs }) => quietMs),
      activeMs: of(activeMs),
      floorMs: of(({ floorMs }) => floorMs),
      ratio: of((round) => activeMs(round) / round.floorMs),
      cpuMs: of(({ cpuMs }) => cpuMs),
      floorCpuMs: of(({ floorCpuMs }) => floorCpuMs),
      cpuRatio: of(cpuRatio),
    },
  };
}

/** The report as lines for a terminal. */
export function tableOf({ plays, handshakes, requests, rounds, median: m, peakRssMb }: BenchReport): string {
  const spread = (value: (round: Round) => number, write: (value: number) => string) => {
    const values = rounds.map(value);
    return `${write(Math.min(...values))} to ${write(Math.max(...values))}`;
  };
  const rows: [string, string, string][] = [
    [`reference run, ${plays} plays`, seconds(m.totalMs), spread(({ ms }) => ms, seconds)],
    ['  quiet windows, as declared', seconds(m.quietMs), 'subtracted'],
    ['  the rest', seconds(m.activeMs), spread(activeMs, seconds)],
    ['floor: bare Node, mutual TLS', seconds(m.floorMs), spread(({ floorMs }) => floorMs, seconds)],
    ['the rest ÷ floor', times(m.ratio), spread((round) => activeMs(round) / round.floorMs, times)],
    ['processor time of the run', seconds(m.cpuMs), spread(({ cpuMs }) => cpuMs, seconds)],
    ['processor time of the floor', seconds(m.floorCpuMs), spread(({ floorCpuMs }) => floorCpuMs, seconds)],
    ['processor time ÷ floor', times(m.cpuRatio), spread(cpuRatio, times)],
    ['peak RSS, one run', mb(peakRssMb.firstRun), `aim: below ${RSS_AIM_MB} MB`],
    ['peak RSS, all rounds and floors', mb(peakRssMb.allRounds), ''],
  ];
  return [
    `${rounds.length} rounds, run and floor in turn; each ${handshakes} full handshakes and ${requests} requests, one after the other`,
    `${''.padEnd(34)}${'median'.padStart(10)}   spread`,
    ...rows.map(([what, value, note]) => `${what.padEnd(34)}${value.padStart(10)}   ${note}`),
  ].join('\n');
}

function activeMs({ ms, quietMs }: Round): number {
  return ms - quietMs;
}

function cpuRatio({ cpuMs, floorCpuMs }: Round): number {
  return cpuMs / floorCpuMs;
}

function times(ratio: number): string {
  return ratio.toFixed(1);
}

function mb(megabytes: number): string {
  return `${megabytes.toFixed(0)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
