/** Nodes as processes of their own that refuse what they still store: a look into their storage tells, and says where. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../harness/evidence/run-record.ts';
import { play } from '../../harness/play/play.ts';
import { prepare } from '../../harness/play/prepare.ts';
import { openTarget } from '../../harness/surroundings/open.ts';
import type { StoragePlace } from '../../harness/target/hooks.ts';
import { expect } from '../support/test.ts';
import { startedNode, test } from './fixtures.ts';

test.describe.configure({ timeout: 60_000 });

/** One scenario against the target of this file; `storage` overrules what it declares. */
async function played(
  file: string,
  id: string,
  method: 'psk' | 'oauth',
  storage?: readonly StoragePlace[],
): Promise<RunRecord> {
  const { target: loaded, scenarios, ledger } = prepare({ CAPIF_TARGET: file });
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  const target = storage === undefined ? loaded : { ...loaded, storage };
  const source = openTarget(target);
  const { underTest, requires } = scenario;
  const tls = '1.2';
  const surroundings = await source.get({ scenario: id, underTest, method, tls, requires });
  const { record } = await play({ scenario, method, tls, target, surroundings, ledger });
  await source.close();
  return record;
}

/** Why that requirement failed, and that nothing else did but what is allowed to be untold then. */
function reasonFor({ steps }: RunRecord, requirement: string, ...untold: readonly string[]): string {
  const checks = steps.flatMap((step) => step.checks);
  const red = checks.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict));
  const seen = red.map((check) => `${check.verdict} ${check.requirement}`);
  expect(seen).toEqual([`fail ${requirement}`, ...untold.map((row) => `inconclusive ${row}`)]);
  return red[0]?.seen ?? '';
}

/** Where the reason says that it stands, and in which encoding. */
function placeIn(reason: string): { readonly file: string; readonly offset: number; readonly encoding: string } {
  const [, file = '', offset = '', encoding = ''] = / in storage: (.+?):(\d+) \((.+?)\)/.exec(reason) ?? [];
  return { file, offset: Number(offset), encoding };
}

test('an AEF that keeps a backup of the AEFPSK fails S8-aefpsk-deleted, told where and how, and nothing else', async ({
  checkout,
  simulate,
}) => {
  const storage = join(checkout.folder, 'of-aef');
  const { target } = await startedNode(
    'aef',
    simulate,
    checkout,
    ...['--storage', storage, '--fault', 'keeps-aefpsk-backup'],
  );
  const reason = reasonFor(await played(target, 'aef-offboarding', 'psk'), 'S8-aefpsk-deleted');
  expect(placeIn(reason)).toEqual({ file: join(storage, 'backup.txt'), offset: 0, encoding: 'base64' });
  const key = Buffer.from(await readFile(join(storage, 'backup.txt'), 'utf8'), 'base64');
  expect(key).toHaveLength(32);
  for (const form of ['hex', 'base64'] as const) expect(reason).not.toContain(key.toString(form));
});

test('a CCF that keeps the onboard secret in a log fails S3-onboard-secret-deleted, told where and how, and nothing else', async ({
  checkout,
  simulate,
}) => {
  const storage = join(checkout.folder, 'of-ccf');
  const { target } = await startedNode(
    'ccf',
    simulate,
    checkout,
    ...['--storage', storage, '--fault', 'keeps-onboard-secret-in-log'],
  );
  const reason = reasonFor(await played(target, 'ccf-onboard-secret', 'oauth'), 'S3-onboard-secret-deleted');
  const log = await readFile(join(storage, 'ccf.log'), 'utf8');
  const [, secret = ''] = /onboarding secret (\S+)/.exec(log) ?? [];
  const { file, offset, encoding } = placeIn(reason);
  expect({ file, encoding }).toEqual({ file: join(storage, 'ccf.log'), encoding: 'text' });
  // Whoever reads the report finds it there.
  expect(log.slice(offset)).toMatch(/^\S{20,}\n/);
  expect(reason).not.toContain(secret);
});

test('what a command prints is looked through, and the memory of a process', async ({ checkout, simulate }) => {
  test.skip(process.platform !== 'linux', 'memory is read by /proc');
  const storage = join(checkout.folder, 'of-both');
  const { node, target } = await startedNode(
    'aef',
    simulate,
    checkout,
    ...['--storage', storage, '--fault', 'keeps-aefpsk'],
  );
  const places = [{ exec: `cat '${storage}'/api-invokers/*.json` }, { pid: node.pid }];
  const record = await played(target, 'aef-offboarding', 'psk', places);
  const reason = reasonFor(record, 'S8-aefpsk-deleted', 'S10-after-deletion');
  expect(reason).toMatch(/output of storage\[0\]:\d+ \(hex\)/);
  expect(reason).toMatch(new RegExp(`memory of process ${node.pid}:\\d+ \\(`));
});
