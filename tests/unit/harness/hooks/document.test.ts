import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { HookInput } from '../../../../harness/hooks/contract.ts';
import { runHook } from '../../../../harness/hooks/run.ts';
import { HOOKS, Hooks } from '../../../../harness/target/hooks.ts';
import { expect, test } from '../../../support/test.ts';
import { command, told } from './told.ts';

const document = await readFile(new URL('../../../../docs/hooks.md', import.meta.url), 'utf8');

/** The one block of the document in that language. */
function block(language: string): string {
  const blocks = [...document.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter(([, name]) => name === language);
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[2] ?? '';
}

test('the example does what it says, as it stands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hooks-test-'));
  try {
    await writeFile(join(folder, 'acme-hooks.sh'), block('sh'));
    await chmod(join(folder, 'acme-hooks.sh'), 0o700);
    const run = (hook: 'onboard' | 'invoke' | 'trigger' | 'stop') =>
      runHook(command('./acme-hooks.sh'), told(hook), { folder });
    expect(await run('onboard')).toMatchObject({ ok: true, answer: { apiInvokerId: 'acme-1' } });
    expect(JSON.parse(await readFile(join(folder, 'acme-task.json'), 'utf8'))).toEqual(told('onboard'));
    expect(await run('invoke')).toMatchObject({ ok: true });
    expect(await run('trigger')).toMatchObject({ ok: true });
    // It comes again, and has nothing to call with: that is how it must be.
    expect(await run('invoke')).toMatchObject({ ok: true });
    // Word for word as the document shows a failure.
    await rm(join(folder, 'acme-left'));
    expect(block('')).toBe(`${(await run('invoke')).detail}\n`);
    expect(await run('stop')).toMatchObject({ ok: false, code: 2 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the object and the keys that the document shows are the real ones', () => {
  const object = HookInput.safeParse(JSON.parse(block('json')));
  expect(object.error?.issues.map(({ path }) => path.join('.'))).toBeUndefined();
  expect(Hooks.safeParse(parse(block('yaml')).hooks).success).toBe(true);
  for (const hook of HOOKS) expect(document).toContain(`| \`${hook}\` |`);
});
