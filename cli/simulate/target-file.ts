import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { targetToYaml } from '../../harness/target/write.ts';
import { CliProblem, codeOf } from '../problem.ts';

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
    await writeFile(unfinished, targetToYaml(target), { mode: MODE, flag: 'wx' });
    await chmod(unfinished, MODE); // the process's umask may have taken away what the owner needs
    await rename(unfinished, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(unfinished, { force: true }).catch(() => undefined);
    throw new CliProblem(
      `--write-target: ${path} cannot be written (${codeOf(error) ?? 'unknown'}); name a file in a folder that exists and is yours`,
    );
  }
}
