/** Only what the README and the help of the command line say: from an empty folder to a red verdict about a faulty CCF. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Conformance } from '../../reports/conformance-schema.ts';
import { expect, test } from '../support/test.ts';
import { Installed } from './installed.ts';
import { type Ended, PROJECT, Running } from './process.ts';

/** What a newcomer is promised, in commands and in time. */
const COMMANDS = 10;
const MINUTES = 5;

/** The commands of "From nothing to a red verdict", without `npx capif-conformance`. */
async function promised(): Promise<string[][]> {
  const readme = await readFile(join(PROJECT, 'README.md'), 'utf8');
  const [, section = ''] = /## From nothing to a red verdict\n(.*?)\n## /s.exec(readme) ?? [];
  const [, block = ''] = /```sh\n(.*?)```/s.exec(section) ?? [];
  return block
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+#/)[0]?.trim().split(/\s+/) ?? []);
}

test('from an empty folder to a red verdict about a faulty CCF, by the README alone', async () => {
  test.setTimeout(MINUTES * 60_000);
  const commands = await promised();
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.length).toBeLessThan(COMMANDS);
  const [install = [], ...others] = commands;
  // Installed from the same package, offline: its dependencies are those of this checkout.
  expect(install.slice(0, 3)).toEqual(['npm', 'install', '--save-dev']);
  const installed = await Installed.pack();
  const background: Running[] = [];
  const ended: (Ended & { readonly command: string })[] = [];
  try {
    for (const [npx, program, ...args] of others) {
      expect([npx, program]).toEqual(['npx', 'capif-conformance']);
      const inBackground = args.at(-1) === '&';
      const node = new Running(
        join(installed.place, 'cli/capif-conformance.js'),
        args.filter((word) => word !== '&'),
        {
          cwd: installed.folder,
          env: { PWTEST_CACHE_DIR: join(installed.folder, 'cache') },
          timeoutMs: MINUTES * 60_000,
        },
      );
      if (inBackground) {
        background.push(node);
        expect(await node.nextLine()).toMatchObject({ ready: 'ccf' });
      } else {
        node.hangUp();
        ended.push({ command: args.join(' '), ...(await node.end()) });
      }
    }
    const run = ended.find(({ command }) => command.startsWith('run'));
    expect(run?.code, `${run?.stdout}${run?.stderr}`).toBe(1);
    const { requirements } = Conformance.parse(
      JSON.parse(await readFile(join(installed.folder, 'reports/out/conformance.json'), 'utf8')),
    );
    expect(requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['S6-torn-down']);
    expect(ended.find(({ command }) => command.startsWith('explain'))?.stdout).toContain('keeps-tls-open');
  } finally {
    await Promise.all(background.map((node) => node.end('SIGTERM')));
    await installed.remove();
  }
});
