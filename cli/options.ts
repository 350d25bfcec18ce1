/** Options that several commands have alike. */
import { Option } from 'commander';

/** `--scenarios DIR`, several times; empty for the project's own. */
export function scenariosOption(): Option {
  return new Option(
    '--scenarios <folder>',
    "scenarios of your own instead of the project's; may be given several times",
  )
    .argParser((folder: string, before: readonly string[]) => [...before, folder])
    .default([], "the project's own");
}
