/** The hooks reset and inspect are run whatever the role under test is, and leave evidence. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStage } from '../../../../harness/actions/create-stage.ts';
import { runAside } from '../../../../harness/actions/invoker-under-test.ts';
import { scanBefore } from '../../../../harness/actions/storage.ts';
import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { openTarget } from '../../../../harness/surroundings/open.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { expect, test } from '../../../support/test.ts';

const SECRET = 'an-AEFPSK-of-32-bytes-and-a-bit!';
const HOOKS = '{ reset: { exec: "sh hook.sh" }, inspect: { exec: "sh hook.sh" }, trigger: { exec: "sh hook.sh" } }';

let folder: string;
let env: Record<string, string>;
test.beforeAll(async () => {
  env = { CA: (await createAuthority('Asides test CA')).certificate };
});
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asides-'));
  await writeFile(join(folder, 'hook.sh'), `cat >> told.txt; printf 'held: ${SECRET}'\n`);
});
test.afterEach(() => rm(folder, { recursive: true }));

const TARGETS = {
  ccf: `name: X
role: ccf
endpoints: { capif: "https://127.0.0.1:1" }
trust: { ca: "\${CA}" }
identity: { onboardingCredential: onboard-me, registrationCredential: register-me }
hooks: ${HOOKS.replace(/, trigger.*/, ' }')}
`,
  aef: `name: X
role: aef
endpoints: { serviceApi: "https://127.0.0.1:1", notificationDestination: "https://127.0.0.1:1/n" }
hooks: ${HOOKS.replace(/, trigger.*/, ' }')}
`,
  invoker: `name: X\nrole: invoker\nhooks: ${HOOKS}\n`,
} as const;

for (const role of ['ccf', 'aef', 'invoker'] as const) {
  test(`${role}: reset and inspect are run, told what other hooks are told, and what inspect prints is scanned`, async () => {
    const target = parseTarget(TARGETS[role], { file: 'x.yaml', folder, env });
    const underTest = openTarget(target);
    const playing = { method: 'psk', tls: '1.2' } as const;
    const surroundings = await underTest.get({ scenario: 'x', underTest: role, ...playing, requires: {} });
    const stage = createStage({
      scenarioId: 'x',
      ...playing,
      bystander: false,
      aefs: 1,
      target,
      surroundings,
      run: 'x',
      keep: false,
    });
    stage.sought = [{ kind: 'aefpsk', value: SECRET }];
    await runAside(stage, 'reset');
    await scanBefore(stage);
    await underTest.close();
    const told = (await readFile(join(folder, 'told.txt'), 'utf8')).trimEnd().split('\n');
    expect(told.map((line) => JSON.parse(line))).toMatchObject([
      { hook: 'reset', scenario: 'x', method: 'psk', ccf: { apiRoot: expect.stringMatching(/^https:/) } },
      { hook: 'inspect', scenario: 'x' },
    ]);
    expect(stage.recorder.timeline).toMatchObject([
      { kind: 'hook', hook: 'reset', ok: true },
      { kind: 'hook', hook: 'inspect', ok: true },
      { kind: 'residue', phase: 'control', places: [{ place: 'answer of the inspect hook', offset: 6 }] },
    ]);
  });
}

test('reset comes before anything else of each scenario, for targets that have it', async () => {
  const target = parseTarget(TARGETS.invoker, { file: 'x.yaml', folder, env });
  const { scenarios, ledger } = prepare({});
  const scenario = scenarios.find(({ id }) => id === 'invoker-impostor-ccf');
  if (scenario === undefined) throw new Error('the scenario is not what it was called');
  const underTest = openTarget(target);
  const playing = { method: 'oauth', tls: '1.2' } as const;
  for (const _ of ['one', 'two']) {
    const surroundings = await underTest.get({ scenario: scenario.id, underTest: 'invoker', ...playing, requires: {} });
    const { record } = await play({ scenario, ...playing, target, surroundings, ledger });
    expect(record.timeline[0]).toMatchObject({ kind: 'hook', hook: 'reset', ok: true });
  }
  await underTest.close();
  expect((await readFile(join(folder, 'told.txt'), 'utf8')).match(/"hook":"reset"/g)).toHaveLength(2);
});
