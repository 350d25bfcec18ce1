import { defineConfig } from '@playwright/test';

/**
 * What takes minutes: whole runs against nodes that are processes of their own, runs that cannot begin or are interrupted, other people's software, a
 * package installed from scratch. `npm run test:all` plays it too. Left out otherwise, so that everything else fits into a quarter of an hour on two processors.
 */
const LONG = `**/e2e/{${[
  'behind-proxy',
  'cannot-begin',
  'capture-run',
  'ci',
  'clean-up',
  'doctor',
  'external-aef',
  'external-ccf',
  'external-faults',
  'external-invoker',
  'filtered',
  'known-deviations',
  'misbehaving-ccf',
  'newcomer',
  'opencapif-sdk',
  'package',
  'provisioning',
  'run',
  'ways-to-a-ccf',
].join()}}.test.ts`;

/** The harness's own tests; the conformance run is the configuration at the top level. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  testIgnore: process.env.CAPIF_TESTS === 'all' ? [] : [LONG],
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  outputDir: '../reports/out/test-artifacts',
  reporter: [['line'], ['./mutants/matrix-reporter.ts'], ['./support/count-reporter.ts']],
});
