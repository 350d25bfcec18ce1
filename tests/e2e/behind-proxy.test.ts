/** The reference CCF behind nginx, which terminates TLS: verdicts differ where the proxy does something else, and only there. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Conformance } from '../../reports/conformance-schema.ts';
import { bind } from '../../simulators/wire/bind.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { startedCcf, test } from './fixtures.ts';

/** A whole run through a proxy that ends nothing waits for every teardown in vain. */
const WHOLE_RUN_MS = 300_000;

test.setTimeout(2 * WHOLE_RUN_MS);

/** nginx in the folder that `simulate` wrote, up when this resolves; `end` waits for its end. */
async function nginx(folder: string, port: number) {
  const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt += 1) {
    const session = await connect({ host: '127.0.0.1', port, tls: false, label: 'is it up?' }).catch(() => undefined);
    if (session === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    await session.close();
    const end = async () => {
      child.kill('SIGTERM');
      await exited;
    };
    return { end };
  }
  throw new Error('nginx does not come up');
}

/** A port that nobody uses now: a proxy must be told one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await bind(server, '127.0.0.1', [0]);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Requirements by verdict, without those that hold or are ruled out. */
function otherwise({ requirements }: Conformance): string[] {
  return requirements
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ id, verdict }) => `${id} ${verdict}`);
}

async function playThrough(checkout: Checkout, target: string, ...args: readonly string[]): Promise<Conformance> {
  const { conformance, output } = await checkout.play(args, { CAPIF_TARGET: target }, WHOLE_RUN_MS);
  if (conformance === undefined) throw new Error(output);
  return conformance;
}

test('a CCF behind nginx is judged together with it', async ({ checkout, simulate }) => {
  const missing = spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error !== undefined;
  test.skip(missing, 'nginx is not installed on this machine');
  const port = await freePort();
  const folder = join(checkout.folder, 'proxy');
  const front = ['--behind-proxy', `https://127.0.0.1:${port}`, '--proxy-folder', folder];
  const { ccf, target } = await startedCcf(simulate, checkout, ...front);
  let proxy = await nginx(folder, port);

  const asItIs = await playThrough(checkout, target);
  expect(otherwise(asItIs)).toEqual(['S6-torn-down fail', 'S6-close-notify inconclusive', 'S6-not-resumable warn']);
  expect(asItIs.requirements.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(25);
  const ruledOut = asItIs.requirements.filter(({ verdict }) => verdict === 'not-applicable').map(({ id }) => id);
  expect(ruledOut).toEqual(['S3-aefpsk-deleted', 'S3-retained-is-inert']);
  await proxy.end();

  // As its comment says: the lines that make it end the session.
  const file = join(folder, 'nginx.conf');
  const text = await readFile(file, 'utf8');
  const amended = text.replace(/^( *)#(location|\}| {2}\w+ )/gm, '$1$2');
  expect(amended).not.toBe(text);
  await writeFile(file, amended);
  proxy = await nginx(folder, port);
  const tearingDown = await playThrough(checkout, target, '-g', 'ccf-offboarding');
  expect(otherwise(tearingDown)).toEqual([]);
  expect(tearingDown.requirements.find(({ id }) => id === 'S6-close-notify')?.verdict).toBe('pass');
  await proxy.end();
  await ccf.end('SIGTERM');
});
