/** The harness as somebody else has it: packed, and installed below node_modules of a project of theirs. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Ended, PROJECT, Running } from './process.ts';

const execute = promisify(execFile);
const PACKAGE = 'capif-conformance';

/** A project that has the package and nothing else. */
export class Installed {
  /** The project's folder: where commands are given. */
  readonly folder: string;
  /** Where the package is. */
  readonly place: string;
  private constructor(folder: string) {
    this.folder = folder;
    this.place = join(folder, 'node_modules', PACKAGE);
  }

  static async pack(): Promise<Installed> {
    const installed = new Installed(await mkdtemp(join(tmpdir(), 'capif-installed-')));
    const { folder, place } = installed;
    await mkdir(place, { recursive: true });
    const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: PROJECT,
    });
    const [packed]: { filename: string }[] = JSON.parse(stdout);
    await execute('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', place, '--strip-components=1']);
    // Its dependencies are installed beside it; here they are those of this checkout.
    const modules = join(PROJECT, 'node_modules');
    for (const name of await readdir(modules)) {
      if (name !== PACKAGE) await symlink(join(modules, name), join(folder, 'node_modules', name));
    }
    return installed;
  }

  /** Runs the command line in the project's folder. */
  async command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const running = new Running(join(this.place, 'cli', 'capif-conformance.js'), args, {
      cwd: this.folder,
      env: { PWTEST_CACHE_DIR: join(this.folder, 'cache'), ...env },
      timeoutMs: 110_000,
    });
    running.hangUp();
    return await running.end();
  }

  /** Runs the project's own `playwright test` there, as `npx playwright test` does. */
  async playwright(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const running = new Running(join(this.folder, 'node_modules/@playwright/test/cli.js'), ['test', ...args], {
      cwd: this.folder,
      env: { PWTEST_CACHE_DIR: join(this.folder, 'cache'), ...env },
      timeoutMs: 110_000,
    });
    running.hangUp();
    return await running.end();
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
