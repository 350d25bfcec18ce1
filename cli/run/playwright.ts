/** Hands a run over to Playwright, wherever the harness is installed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { PROJECT } from '../catalogue/place.ts';

/** Playwright leaves files below node_modules as they are, and Node alone does not read TypeScript there. */
const LOADER = new URL('./typescript-loader.js', import.meta.url);

/**
 * Runs `playwright test` with the project's configuration, its output and input being ours. Whoever asks this process to end, by whatever signal,
 * interrupts the run.
 *
 * @param args - As for `playwright test`.
 * @param env - Added to this process's environment.
 * @returns How it ended; null when by a signal.
 */
export async function playwright(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number | null> {
  const program = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  const all = ['test', '--config', join(PROJECT, 'playwright.config.ts'), ...args];
  const child = spawn(process.execPath, [program, ...all], {
    stdio: 'inherit',
    env: { ...process.env, ...env, ...(isInstalled() && { NODE_OPTIONS: withLoader(process.env.NODE_OPTIONS) }) },
  });
  // A terminal sends Ctrl+C to both, anybody else to us alone. Playwright takes what comes twice within a second for one.
  const passOn = () => child.kill('SIGINT');
  for (const signal of SIGNALS) process.on(signal, passOn);
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : null;
  } finally {
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}

/** What asks us to end. Playwright knows one of them: at SIGINT it ends the run in order, and writes its reports. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function isInstalled(): boolean {
  return PROJECT.split(sep).includes('node_modules');
}

function withLoader(options: string | undefined): string {
  return `${options ?? ''} --import=${LOADER.href}`.trim();
}
