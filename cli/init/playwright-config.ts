/** The Playwright configuration that `init` writes where the harness is installed as a package: with it `npx playwright test` is the run. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** ESM by its name: what is in package.json does not matter. */
const CONFIG = 'playwright.config.mjs';
/** Where Playwright looks of its own accord. */
const FOUND_BY_PLAYWRIGHT = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((ending) => `playwright.config.${ending}`);

/** A file to be written, or why it is not. */
export type ConfigPlan = { readonly file: string; readonly text: string } | { readonly left: string };

/**
 * What to do about the configuration of the project in the working directory. One that somebody has written is left alone.
 *
 * @param target - The target file as seen from there; undefined for the built-in reference nodes.
 */
export function configPlan(target: string | undefined): ConfigPlan {
  if (!isInstalledHere()) return { left: '' };
  const taken = FOUND_BY_PLAYWRIGHT.find((name) => existsSync(name) && !isUntouched(name));
  if (taken === undefined) return { file: CONFIG, text: configText(target) };
  return { left: `${taken} is left as it is; "capif-conformance run" needs none` };
}

/** The text: what there is to say is in the call. */
export function configText(target: string | undefined): string {
  const options = target === undefined ? '' : `{ target: ${JSON.stringify(target)} }`;
  const what = target === undefined ? 'the built-in reference nodes; { target: "FILE" } for yours' : target;
  return `// npx playwright test: the CAPIF conformance run against ${what}.
import { conformance } from 'capif-conformance/playwright';

export default await conformance(${options});
`;
}

/** One that an earlier `init` has written for the reference nodes, before there was a target. */
function isUntouched(name: string): boolean {
  return readFileSync(name, 'utf8') === configText(undefined);
}

function isInstalledHere(): boolean {
  try {
    createRequire(resolve('package.json')).resolve('capif-conformance/playwright');
    return true;
  } catch {
    return false;
  }
}
