/**
 * `npm run picture`: makes docs/report.png anew, the report of a run against a CCF that leaves the TLS session open.
 * With the path of a report as its argument, it takes that one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from '../e2e/browser.ts';
import { CLI, PROJECT, Running, run } from '../e2e/process.ts';

const BOUND_MS = 300_000;
/** As wide as a README is shown, and down to what needs attention. */
const SIZE = { width: 1100, height: 560 };

async function reportOfFaultyCcf(folder: string): Promise<string> {
  const target = join(folder, 'ccf.yaml');
  const ccf = new Running(CLI, ['simulate', 'ccf', '--fault', 'keeps-tls-open', '--write-target', target], {
    timeoutMs: BOUND_MS,
  });
  try {
    await ccf.nextLine();
    const { code, stderr } = await run(CLI, ['run', '--target', target, '--reports', folder], { timeoutMs: BOUND_MS });
    if (code !== 1) throw new Error(`the run was to end with 1, not conformant, and ended with ${code}: ${stderr}`);
    return join(folder, 'index.html');
  } finally {
    await ccf.end('SIGTERM');
  }
}

async function takePicture(report: string, picture: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}

const [given] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'capif-picture-'));
try {
  const report = given === undefined ? await reportOfFaultyCcf(folder) : resolve(given);
  await takePicture(report, join(PROJECT, 'docs/report.png'));
} finally {
  await rm(folder, { recursive: true });
}
