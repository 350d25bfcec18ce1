/** The folder that a run's reports go to: what in it is ours, and where the reports of an earlier run go. */
import { accessSync, constants, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeFolder } from './make.ts';

/** The report by which a folder is known for one of ours: put aside last, so that it vouches for the others until they are. */
const REPORT = 'conformance.json';
const PAGES = ['summary.md', 'index.html', 'junit.xml', 'badge.svg', 'evidence'];
/** Written while the run goes on: what a killed one left has no {@link REPORT} beside it. */
const ALLURE = 'allure-results';
/** Made of those by hand, and old as soon as they are. */
const ALLURE_PAGE = 'allure-report';
const HARNESS = 'capif-conformance';

/** Where the reports of the run before are, in the folder of reports. */
export const PREVIOUS = 'previous';

/**
 * Makes the folder if need be, and says in one line why reports cannot go there; undefined when they can. Nothing of somebody else's is
 * ever overwritten: files that are called like ours, in a folder that no report of ours vouches for, are a reason.
 */
export function reportsProblem(folder: string): string | undefined {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `reports cannot be written there (${code}); name a folder that is yours`;
  }
  const foreign = [...strangers(folder), ...strangers(join(folder, PREVIOUS)).map((name) => `${PREVIOUS}/${name}`)];
  if (foreign.length === 0) return undefined;
  return `${foreign.join(', ')} there would be overwritten, and no report of this harness says that it is ours; remove it, or name another folder`;
}

/**
 * Puts the reports of an earlier run into {@link PREVIOUS}, so that they are not taken for this run's and are not lost either. One earlier run is
 * kept, and one that proved nothing (a filter that matched nothing, say) does not drive out one that did.
 *
 * @throws {Error} in one line, when what is there cannot be moved: then a report of before may still be there.
 */
export function putAside(folder: string): void {
  try {
    moveAside(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(
      `the reports of an earlier run in ${relative(process.cwd(), folder) || '.'} cannot be put aside (${code}), and are not this run's; remove them, or name another folder`,
    );
  }
}

function moveAside(folder: string): void {
  const report = ours(folder);
  // Of a run that was killed, and the page made of it.
  if (report === undefined && entries(folder).includes(ALLURE) && isOurAllure(join(folder, ALLURE))) {
    for (const name of [ALLURE, ALLURE_PAGE]) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const previous = join(folder, PREVIOUS);
  if (report === undefined || strangers(previous).length > 0) return;
  const names = [...PAGES, ALLURE, ALLURE_PAGE, REPORT].filter((name) => entries(folder).includes(name));
  const kept = report.plays > 0;
  if (kept) {
    for (const name of [...PAGES, ALLURE, ALLURE_PAGE, REPORT])
      rmSync(join(previous, name), { recursive: true, force: true });
    makeFolder(previous);
  }
  for (const name of names) {
    if (kept) renameSync(join(folder, name), join(previous, name));
    else rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Names of what is called like ours and is not. */
function strangers(folder: string): string[] {
  if (ours(folder) !== undefined) return [];
  return entries(folder).filter(
    (name) => name === REPORT || PAGES.includes(name) || (name === ALLURE && !isOurAllure(join(folder, name))),
  );
}

/** The report of ours that is in the folder, and how much was played for it. */
function ours(folder: string): { readonly plays: number } | undefined {
  try {
    const report: unknown = JSON.parse(readFileSync(join(folder, REPORT), 'utf8'));
    if (!has(report, 'harness') || !has(report.harness, 'name') || report.harness.name !== HARNESS) return undefined;
    return { plays: has(report, 'scenarios') && Array.isArray(report.scenarios) ? report.scenarios.length : 0 };
  } catch {
    return undefined;
  }
}

/** Every result of ours names the clause. A folder without any holds nothing that could be lost. */
function isOurAllure(folder: string): boolean {
  const results = entries(folder).filter((name) => name.endsWith('-result.json'));
  return results.every((name) => readFileSync(join(folder, name), 'utf8').includes('33.122'));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function has<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === 'object' && value !== null && name in value;
}
