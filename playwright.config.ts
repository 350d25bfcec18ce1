import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { preparedOnce } from './harness/play/prepare.ts';
import { refuseToStart } from './harness/play/refuse.ts';
import { reportsFolder } from './harness/play/reports-folder.ts';
import { requireReportsFolder } from './harness/play/require-reports.ts';

/** The conformance run. Its own tests have tests/playwright.config.ts. */
refuseToStart(requireReportsFolder);
const { target } = refuseToStart(preparedOnce);
const out = reportsFolder();
/** `run` shows the step that is being played. */
const progress = process.env.CAPIF_PROGRESS;
const { teardown, notification, deletion, quiet, answer } = target.timing;

/** A file of the harness: relative paths would count from the configuration of whoever has it as a package. */
function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig({
  testDir: at('scenarios'),
  testMatch: 'play.spec.ts',
  globalSetup: at('scenarios/preflight.setup.ts'),
  // Playwright empties it: a name that nobody's own folder has.
  outputDir: `${out}/.playwright`,
  reporter: [
    ...(progress ? [[at('reports/progress.ts'), { mode: progress }] as const] : []),
    [at('reports/reporter.ts'), { outputDir: out }],
    [at('reports/allure/reporter.ts'), { outputDir: out }],
    ...(process.env.CAPIF_COUNTS ? [[at('tests/support/count-reporter.ts')] as const] : []),
  ],
  fullyParallel: true,
  forbidOnly: true,
  // Each worker has reference nodes of its own; a target that runs elsewhere is one, and is asked one thing at a time.
  workers: target.role === 'reference' ? 2 : 1,
  // As long as the target's own windows and answers may take, and then some: a scenario ends by itself, and its record must not be lost.
  timeout: 60_000 + teardown + notification + 2 * deletion + quiet + 60 * answer,
});
