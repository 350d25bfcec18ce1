/** Which harness this is: in reports, and in requests to a target. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const Package = z.object({ name: z.string(), version: z.string() });

/**
 * Name and version from the package.json nearest above this file, which is the harness's own wherever it is installed.
 *
 * @throws {Error} when there is none.
 */
export function harnessIdentity(): { name: string; version: string } {
  for (const folder of ['../', '../../']) {
    const file = new URL(`${folder}package.json`, import.meta.url);
    if (existsSync(file)) return Package.parse(JSON.parse(readFileSync(file, 'utf8')));
  }
  throw new Error('the package.json of the harness is missing: install the package again');
}
