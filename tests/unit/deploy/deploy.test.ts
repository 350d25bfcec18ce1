/** No container engine runs here: what is in deploy/ is held against the formats, against this project, and its shell is played. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { createProgram } from '../../../cli/program.ts';
import { expect, test } from '../../support/test.ts';
import { Claim, Compose, Job } from './schemas.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (name: string) => readFile(join(PROJECT, name), 'utf8');

/** Instructions, comments and continuations aside. */
async function instructions(): Promise<{ word: string; rest: string }[]> {
  const text = (await textOf('deploy/Dockerfile')).replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, ' ');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      return { word, rest };
    });
}

/** Why the command line refuses these arguments; undefined when it takes them. Nothing is done. */
async function refused(args: readonly string[]): Promise<string | undefined> {
  const program = createProgram();
  const silence = (command: ReturnType<typeof createProgram>): void => {
    command.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
    if (command.commands.length === 0) command.action(() => {});
    for (const inner of command.commands) silence(inner);
  };
  silence(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

test('the Dockerfile: known instructions, fixed versions, an unprivileged user, a health check, nothing secret', async () => {
  const all = await instructions();
  const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
  expect(all.filter(({ word }) => !known.includes(word))).toEqual([]);
  const stages = all.filter(({ word }) => word === 'FROM').map(({ rest }) => rest.split(' ')[0] ?? '');
  expect(stages.filter((from) => from !== 'harness' && !/^[a-z]+:\d[\w.-]+$/.test(from))).toEqual([]);
  expect(all.filter(({ word }) => word === 'USER').map(({ rest }) => rest)).toEqual(['node']);
  const after = all.slice(all.findIndex(({ word }) => word === 'USER'));
  expect(after.filter(({ word }) => word === 'RUN' || word === 'COPY')).toEqual([]);
  expect(all.filter(({ word }) => word === 'HEALTHCHECK')).toHaveLength(2);
  const installs = all.filter(({ rest }) => /\bnpm\b/.test(rest)).map(({ rest }) => rest);
  expect(installs).toEqual([expect.stringMatching(/^npm ci --omit=dev --ignore-scripts /)]);
  expect(all.map(({ rest }) => rest).join('\n')).not.toMatch(/https?:|TOKEN|SECRET|PASSWORD|CREDENTIAL/);
});

test('the Dockerfile copies what the package has, its ignore file lets that through, and its commands are understood', async () => {
  const all = await instructions();
  const copied = all
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
  expect(copied.filter((name) => !existsSync(join(PROJECT, name)))).toEqual([]);
  const { files } = z.object({ files: z.array(z.string()) }).parse(JSON.parse(await textOf('package.json')));
  // Types and documents are for people who write, not for what runs.
  const forPeople = ['types', 'docs', 'deploy', 'CHANGELOG.md', 'CONTRIBUTING.md'];
  const wanted = files.filter((name) => !name.startsWith('!') && !forPeople.includes(name));
  expect(wanted.filter((name) => !copied.includes(name))).toEqual([]);
  const letThrough = (await textOf('deploy/Dockerfile.dockerignore')).match(/^!.*/gm)?.map((line) => line.slice(1));
  expect([...(letThrough ?? [])].sort()).toEqual([...new Set(copied)].sort());
  const commands = all
    .filter(({ word }) => word === 'CMD')
    .map(({ rest }) => z.array(z.string()).parse(JSON.parse(rest)));
  for (const command of commands) expect(await refused(command), command.join(' ')).toBeUndefined();
});

test('the compose file: confined, limited, and its commands are understood', async () => {
  const compose = Compose.parse(parse(await textOf('deploy/compose.yaml'), { merge: true }));
  expect(Object.keys(compose.services)).toEqual(['simulators', 'harness']);
  const stages = (await instructions()).filter(({ word }) => word === 'FROM').map(({ rest }) => rest.split(' AS ')[1]);
  for (const [name, { build, command, volumes }] of Object.entries(compose.services)) {
    expect(stages, name).toContain(build.target);
    expect(await refused(command.map((word) => word.replace(/\$\{.*\}/, 'x.yaml'))), name).toBeUndefined();
    const named = volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !volume.startsWith('.'));
    expect(named.filter((volume) => !(volume in compose.volumes))).toEqual([]);
  }
});

async function jobs() {
  const documents = parseAllDocuments(await textOf('deploy/kubernetes.yaml')).map((document) => document.toJS());
  const [claim, play, judge, ...rest] = documents;
  expect(rest).toEqual([]);
  Claim.parse(claim);
  return { play: Job.parse(play).spec, judge: Job.parse(judge).spec };
}

test('the Kubernetes Jobs: unprivileged, limited, every mount has its volume; as many shards as completions', async () => {
  const { play, judge } = await jobs();
  for (const { template } of [play, judge]) {
    const [{ volumeMounts }] = template.spec.containers;
    const volumes = template.spec.volumes.map(({ name }) => name);
    expect(volumeMounts.map(({ name }) => name).sort()).toEqual([...volumes].sort());
  }
  expect(play.completionMode).toBe('Indexed');
  for (const { env } of [play, judge].map(({ template }) => template.spec.containers[0]))
    expect(env.find(({ name }) => name === 'SHARDS')).toMatchObject({ value: String(play.completions) });
});

for (const [ended, code] of [
  [0, 0],
  [1, 0],
  [2, 2],
] as const) {
  test(`a shard that ends with ${ended} ends its container with ${code}, having played its own part`, async () => {
    const { play } = await jobs();
    const [{ command }] = play.template.spec.containers;
    const folder = await mkdtemp(join(tmpdir(), 'capif-shard-'));
    try {
      const playwright = join(folder, 'node_modules/.bin/playwright');
      await mkdir(dirname(playwright), { recursive: true });
      await writeFile(playwright, `#!/bin/sh\necho "$@" to "$PLAYWRIGHT_BLOB_OUTPUT_DIR"\nexit ${ended}\n`);
      await chmod(playwright, 0o755);
      const stale = join(folder, 'blob/1/earlier.zip');
      await mkdir(dirname(stale), { recursive: true });
      await writeFile(stale, '');
      const env = { PATH: process.env.PATH ?? '', SHARDS: '3', JOB_COMPLETION_INDEX: '1', BLOBS: 'blob' };
      const { status, stdout } = spawnSync('sh', command.slice(1), { cwd: folder, env, encoding: 'utf8' });
      expect({ status, stdout }).toEqual({
        status: code,
        stdout: 'test --shard=2/3 --reporter=blob to blob/1\n',
      });
      expect(existsSync(stale)).toBe(false);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

test('the judging Job: its shell is shell, and its gate is understood', async () => {
  const { judge } = await jobs();
  const [{ command }] = judge.template.spec.containers;
  expect(spawnSync('sh', ['-n'], { input: command[2], encoding: 'utf8' }).stderr).toBe('');
  const [, gate = ''] = /cli\/capif-conformance\.js (.*)/.exec(command[2]) ?? [];
  expect(await refused(gate.replaceAll('"', '').split(' '))).toBeUndefined();
});
