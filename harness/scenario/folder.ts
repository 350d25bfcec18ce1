/** The YAML files of a folder, for whoever looks for scenarios or target files among them. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that are somebody else's, or hold YAML of another kind. */
const SKIPPED = /^(?:\..*|node_modules|requirements)$/;

/**
 * Absolute paths of the YAML files in a folder and all that is in it, in the order of their paths. Hidden folders, `node_modules` and the ledger's
 * `requirements` are left out.
 *
 * @throws {Error} the system's, when the folder cannot be read.
 */
export function yamlFiles(folder: string): string[] {
  return namesIn(folder, '')
    .sort()
    .map((name) => resolve(join(folder, name)));
}

function namesIn(folder: string, within: string): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const name = join(within, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : namesIn(folder, name);
    return /\.ya?ml$/.test(entry.name) ? [name] : [];
  });
}
