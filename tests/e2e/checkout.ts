import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conformance } from '../../reports/conformance-schema.ts';
import { type Ended, PROJECT, run } from './process.ts';

/** What a conformance run is made of. */
const SOURCES = [
  'harness',
  'scenarios',
  'simulators',
  'targets',
  'reports',
  'package.json',
  'tsconfig.json',
  'playwright.config.ts',
];
/** Bound on a whole run, unless a test knows that its own takes longer. */
const RUN_BOUND_MS = 110_000;

/** A run that is over. */
export interface RunResult extends Ended {
  /** Both outputs. */
  readonly output: string;
  /** Undefined when no report was left. */
  readonly conformance: Conformance | undefined;
}

/**
 * A copy of the checkout in a folder of its own, where the true configuration runs and writes its reports without disturbing, or being
 * disturbed by, anybody who works in the original.
 */
export class Checkout {
  readonly folder: string;
  private constructor(folder: string) {
    this.folder = folder;
  }

  static async copy(): Promise<Checkout> {
    const folder = await mkdtemp(join(tmpdir(), 'capif-conformance-e2e-'));
    const generated = join(PROJECT, 'reports', 'out');
    for (const name of SOURCES) {
      await cp(join(PROJECT, name), join(folder, name), { recursive: true, filter: (source) => source !== generated });
    }
    await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    return new Checkout(folder);
  }

  /** Writes a file below the folder. Returns its absolute path. */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** The text of a file below the folder. */
  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }

  /**
   * `npx playwright test` with these arguments. Reports of earlier runs stay where they are: what becomes of them is the run's affair.
   *
   * @throws {Error} when it takes longer than its bound: what it left is then no result.
   */
  async play(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
    boundMs: number = RUN_BOUND_MS,
  ): Promise<RunResult> {
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    const ended = await run(playwright, ['test', ...args], {
      cwd: this.folder,
      // Compiled sources go with the folder, too.
      env: { PWTEST_CACHE_DIR: join(this.folder, 'cache'), ...env },
      timeoutMs: boundMs,
    });
    return await this.#result(ended, boundMs);
  }

  async #result(ended: Ended, boundMs: number): Promise<RunResult> {
    const output = ended.stdout + ended.stderr;
    if (ended.timedOut)
      throw new Error(`it was ended after ${boundMs} ms, its bound, before it was over; it said:\n${output}`);
    return { ...ended, output, conformance: await this.#conformance() };
  }

  /** `npx playwright merge-reports` of the blobs in a folder, with the configuration of the project. */
  async merge(blobs: string): Promise<RunResult> {
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    const ended = await run(playwright, ['merge-reports', '--config', 'playwright.config.ts', blobs], {
      cwd: this.folder,
      env: { PWTEST_CACHE_DIR: join(this.folder, 'cache') },
      timeoutMs: RUN_BOUND_MS,
    });
    return await this.#result(ended, RUN_BOUND_MS);
  }

  async #conformance(): Promise<Conformance | undefined> {
    const text = await readFile(join(this.folder, 'reports/out/conformance.json'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : Conformance.parse(JSON.parse(text));
  }

  /** Every file below `reports/out`, by its path there. */
  async reports(): Promise<Map<string, string>> {
    const out = join(this.folder, 'reports/out');
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const files = new Map<string, string>();
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(out.length + 1), await readFile(path, 'utf8'));
    }
    return files;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
