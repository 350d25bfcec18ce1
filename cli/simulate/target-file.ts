import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { targetToYaml } from '../../harness/target/write.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { schemaLine, targetSchemaFor } from '../schema-line.ts';

/** As for the built-in nodes: between processes of one machine, half a second is long. */
const TIMING = { teardown: '2s', notification: '3s', deletion: '2s', quiet: '500ms', answer: '5s' };

/**
 * The target file of a reference node that runs as a process of its own.
 *
 * @param traits - In what it is not the plain reference; they are part of its name.
 */
export function referenceTarget(
  role: 'ccf' | 'aef' | 'invoker',
  traits: readonly string[],
  own: Omit<WrittenTarget, 'name' | 'role' | 'dialect' | 'timing'>,
): WrittenTarget {
  const plain = `reference ${role === 'invoker' ? 'API invoker' : role.toUpperCase()}`;
  const name = traits.length === 0 ? plain : `${plain} (${traits.join(', ')})`;
  return { name, role, dialect: 'ts29222', ...own, timing: TIMING };
}

/** Its owner alone: there are credentials in it. */
const MODE = 0o600;

/**
 * Writes the target file in one step, so that whoever waits for it never reads half of it. One that exists is replaced, whatever its mode was.
 *
 * @throws {CliProblem} when it cannot be written.
 */
export async function writeTargetFile(path: string, target: WrittenTarget): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    // `wx`: a file of that name, or a link that somebody laid there, is not ours to write to.
    const text = `${schemaLine(targetSchemaFor(path))}\n${targetToYaml(target)}`;
    await writeFile(unfinished, text, { mode: MODE, flag: 'wx' });
    await chmod(unfinished, MODE); // the process's umask may have taken away what the owner needs
    await rename(unfinished, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(unfinished, { force: true }).catch(() => undefined);
    throw new CliProblem(
      `--write-target: ${path} cannot be written (${codeOf(error) ?? 'unknown'}); name a file in a folder that exists and is yours`,
    );
  }
}
