/**
 * The Playwright reporter: one line a test, the table at the end, and the reports on disk.
 *
 * It only gathers run records from the results, wherever they come from: a run, its retries, or merged blobs of shards.
 * What they prove is worked out by {@link conformanceOf}.
 */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { captureFolder } from '../harness/capture/folder.ts';
import { failureOf, type RunRecord } from '../harness/evidence/run-record.ts';
import { putAside } from '../harness/folders/reports.ts';
import { loadLedger } from '../scenarios/requirements/ledger.ts';
import { asideLines } from './asides.ts';
import { type Conformance, conformanceOf } from './conformance.ts';
import type { Note } from './conformance-schema.ts';
import { harnessIdentity } from './harness.ts';
import { headline } from './headline.ts';
import { baselineFailures, baselineLines } from './known-deviations.ts';
import { legible, messageOf, type Outcome, oneLine, outcomeOf, testName } from './outcome.ts';
import { type Paint, paintFor } from './paint.ts';
import { missingShards, SHARD_ANNOTATION } from './shards.ts';
import { conformanceTable } from './table.ts';
import { isLeftOut, skippedLines, testLines } from './test-lines.ts';
import { toleratedLines } from './tolerated.ts';
import { appendSummary, writeEvidence, writeHtml, writeReports } from './write.ts';

export interface ReporterOptions {
  /** Where the reports go, relative to the configuration file. Default `reports/out`. */
  readonly outputDir?: string;
  /** Default: this process's. */
  readonly stdout?: { write(text: string): unknown; readonly isTTY?: boolean };
  /** `NO_COLOR`, `GITHUB_STEP_SUMMARY` and `CAPIF_PCAPNG` are read. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How Playwright says that it stopped for `--max-failures` or `--global-timeout`. */
const LIMITS = /^(?:Error: )?(?:Testing stopped early after|Timed out waiting .* for the entire test run)/;

/** A test, what it amounts to after its last try, and the records of tries before that in which a breach was seen. */
interface Ended {
  readonly test: TestCase;
  readonly outcome: Outcome;
  readonly breaches: readonly RunRecord[];
}

/** A retry may tell what could not be told before, but it does not undo what was seen. */
function breachOf(before: Ended | undefined): RunRecord[] {
  const record = before?.outcome.record;
  return record !== undefined && breachesIn(record).length > 0 ? [record] : [];
}

/** Of the earlier tries those that saw what the last one did not. */
function undone({ outcome, breaches }: Ended): RunRecord[] {
  const last = outcome.record === undefined ? [] : breachesIn(outcome.record);
  return breaches.filter((record) => breachesIn(record).some((breach) => !last.includes(breach)));
}

function breachesIn({ steps }: RunRecord): string[] {
  const checks = steps.flatMap((step) => step.checks);
  return checks.flatMap(({ requirement, verdict }) =>
    verdict === 'fail' || verdict === 'warn' ? [`${requirement} ${verdict}`] : [],
  );
}

export default class ConformanceReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #paint: Paint;
  /** `--list` plays nothing; Playwright's own reporter then tells the names. */
  readonly #listing = process.argv.includes('--list');
  readonly #outcomes = new Map<string, Ended>();
  readonly #globalErrors: TestError[] = [];
  readonly #shards = new Set<string>();
  #baseDir = process.cwd();
  #planned: readonly TestCase[] = [];
  #begun = false;

  constructor(options: ReporterOptions = {}) {
    this.#options = options;
    this.#paint = paintFor(options.stdout ?? process.stdout, options.env ?? process.env);
    // Whoever reads along may have read enough (`| head`); the reports are written all the same.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }

  printsToStdio(): boolean {
    return !this.#listing;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    if (config.configFile !== undefined) this.#baseDir = dirname(config.configFile);
    this.#planned = suite.allTests();
    if (!this.#listing) this.#begin();
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const outcome = outcomeOf(test, result);
    const before = this.#outcomes.get(test.id);
    this.#outcomes.set(test.id, { test, outcome, breaches: [...(before?.breaches ?? []), ...breachOf(before)] });
    for (const { type, description = '' } of result.annotations) {
      if (type === SHARD_ANNOTATION) this.#shards.add(description);
    }
    // Left out for the same reason are many at once: they are counted, and told when all is over.
    if (isLeftOut(outcome)) return;
    const run = { durationMs: result.duration, retry: result.retry };
    for (const line of testLines(outcome, testName(test), run, this.#paint)) this.#print(line);
  }

  onStdOut(chunk: string | Buffer): void {
    this.#write(legible(chunk.toString()));
  }

  onStdErr(chunk: string | Buffer): void {
    this.onStdOut(chunk);
  }

  /** An error outside of any test: a file that does not load, a configuration that is wrong. */
  onError(error: TestError): void {
    // What was left because of a limit is told as not played.
    if (!LIMITS.test(messageOf(error))) this.#globalErrors.push(error);
    this.#print(this.#paint('error', messageOf(error)));
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] } | undefined> {
    if (this.#listing) return undefined;
    try {
      const report = this.#report();
      const folder = this.#folder();
      // Where no test matches, Playwright begins nothing, and ends it all the same.
      this.#begin();
      const files = await writeReports(report, folder);
      files.push(await writeEvidence(this.#records(), folder));
      files.push(await writeHtml(report, this.#records(), folder));
      this.#printEnd(report, files);
      const { GITHUB_STEP_SUMMARY: page } = this.#options.env ?? process.env;
      const untold = page ? await appendSummary(report, page) : undefined;
      if (untold !== undefined) this.#print(this.#paint('warn', legible(untold)));
      const proves =
        report.errors.length === 0 &&
        baselineFailures(report).length === 0 &&
        // A test that passes at last is no failure to Playwright.
        this.#breaches().every((record) => failureOf(record) === undefined) &&
        report.scenarios.some((play) => play.notApplicableBecause === undefined);
      return proves || result.status !== 'passed' ? undefined : { status: 'failed' };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#print(this.#paint('error', `No report could be made: ${legible(message)}`));
      return { status: 'failed' };
    }
  }

  /** Before anything of this run is written: allure-playwright adds to what is there, and would report an earlier run with this one. */
  #begin(): void {
    if (!this.#begun) putAside(this.#folder());
    this.#begun = true;
  }

  #report(): Conformance {
    const ended = [...this.#outcomes.values()];
    const notes = (pick: (outcome: Outcome) => string | undefined): Note[] =>
      ended.flatMap(({ test, outcome }) => {
        const reason = pick(outcome);
        return reason === undefined ? [] : { test: oneLine(testName(test)), reason: oneLine(reason) };
      });
    const left = this.#planned.filter((test) => !this.#outcomes.has(test.id));
    return conformanceOf(this.#records(), {
      harness: harnessIdentity(),
      ledger: loadLedger(),
      errors: [
        ...notes(({ errors }) => (errors.length === 0 ? undefined : errors.map(messageOf).join('; '))),
        ...this.#globalErrors.map((error) => ({ test: 'the run', reason: oneLine(messageOf(error)) })),
      ],
      notPlayed: [
        ...notes(({ notPlayed }) => notPlayed),
        ...left.map((test) => ({ test: oneLine(testName(test)), reason: 'the run ended before it' })),
        ...missingShards(this.#shards),
      ],
      skipped: notes(({ skipped }) => skipped),
    });
  }

  #folder(): string {
    return resolve(this.#baseDir, this.#options.outputDir ?? 'reports/out');
  }

  #records(): RunRecord[] {
    const ended = [...this.#outcomes.values()];
    return [...this.#breaches(), ...ended.flatMap(({ outcome }) => outcome.record ?? [])];
  }

  #breaches(): RunRecord[] {
    return [...this.#outcomes.values()].flatMap(undone);
  }

  #printEnd(report: Conformance, files: readonly string[]): void {
    const leftOut = [...this.#outcomes.values()].map(({ outcome }) => outcome).filter(isLeftOut);
    for (const line of skippedLines(leftOut, this.#paint)) this.#print(line);
    this.#print('');
    if (report.scenarios.length > 0) {
      this.#print(conformanceTable(report, this.#paint));
      this.#print('');
    }
    this.#print(oneLine(headline(report)));
    for (const { text, fails } of baselineLines(report)) {
      this.#print(fails ? this.#paint('fail', oneLine(text)) : oneLine(text));
    }
    for (const line of [...toleratedLines(report), ...asideLines(report)])
      this.#print(this.#paint('warn', oneLine(line)));
    for (const why of report.incompleteBecause) this.#print(this.#paint('warn', `Incomplete: ${oneLine(why)}`));
    if (report.scenarios.length === 0) {
      const advice = 'Look at CAPIF_TARGET, CAPIF_SCENARIOS and the filters of the command.';
      this.#print(this.#paint('error', `Error: no test was played. ${advice}`));
    }
    for (const file of files) this.#print(`Written: ${relative(process.cwd(), file)}`);
    const captures = captureFolder(this.#options.env ?? process.env, this.#folder());
    if (captures !== undefined && existsSync(captures)) {
      const warning = 'with TLS secrets inside: whoever has a capture reads everything in it';
      this.#print(this.#paint('warn', `Written: ${relative(process.cwd(), captures)} (${warning})`));
    }
  }

  #print(line: string): void {
    this.#write(`${line}\n`);
  }

  #write(text: string): void {
    (this.#options.stdout ?? process.stdout).write(text);
  }
}
