/**
 * `npm run report:allure [results [report]]`: makes reports/out/allure-report/index.html from the Allure results of the last run. One file that
 * asks nobody for anything; without Java.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const [given, wanted] = process.argv.slice(2);
const results = resolve(given ?? join(project, 'reports/out/allure-results'));
const report = resolve(wanted ?? join(project, 'reports/out/allure-report'));
if (!existsSync(results)) {
  console.error(`${relative('.', results)} is not there: run \`npx playwright test\` first`);
  process.exit(2);
}
// Of the reports that the allure package makes, `allure2` can be told not to load a script that counts visitors.
const { status } = spawnSync(
  process.execPath,
  [
    createRequire(import.meta.url).resolve('allure'),
    ...['allure2', '--single-file', '--name', 'CAPIF API invoker offboarding', '--output', report, results],
  ],
  { cwd: project, stdio: 'inherit', env: { ...process.env, ALLURE_NO_ANALYTICS: 'true' } },
);
if (status !== 0) process.exit(status ?? 1);
console.log(`Written: ${relative('.', join(report, 'index.html'))}`);
