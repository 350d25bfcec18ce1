import { defineConfig } from '@playwright/test';

/** The harness's own tests; the conformance run is the configuration at the top level. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  outputDir: '../reports/out/test-artifacts',
  reporter: [['line'], ['./mutants/matrix-reporter.ts'], ['./support/count-reporter.ts']],
});
