/** Which test executes each command that the documents tell people to type. */
import type { Command } from './docs-commands.ts';

/** By what the command does; a test file that contains `says`, where it executes that. */
export const EXECUTED_BY: Readonly<Record<string, { readonly file: string; readonly says: string }>> = {
  ...inDocsTest(['list', 'explain', 'completion', 'validate'], 'QUICK'),
  ...inDocsTest(['report', 'gate', 'diff', 'bundle', 'verify'], 'ON_REPORTS'),
  ...inDocsTest(['simulate'], "command === 'simulate'"),
  ...inDocsTest(['init'], "command === 'init'"),
  'simulate all': { file: 'tests/e2e/simulate-all.test.ts', says: "'all'" },
  run: { file: 'tests/e2e/run.test.ts', says: "'run'" },
  rerun: { file: 'tests/e2e/run.test.ts', says: "'rerun'" },
  doctor: { file: 'tests/e2e/doctor.test.ts', says: "'doctor'" },
  schema: { file: 'tests/e2e/package.test.ts', says: "'schema'" },
  'playwright test': { file: 'tests/e2e/checkout.ts', says: "'test'" },
  'playwright merge-reports': { file: 'tests/e2e/checkout.ts', says: "'merge-reports'" },
  'npm pack': { file: 'tests/e2e/installed.ts', says: "'pack'" },
};

/** What no test executes, and why not. */
export const NOT_EXECUTED: Readonly<Record<string, string>> = {
  'npm ci': 'needs the network; every test stands on what it installed',
  'npm install': 'needs the network; tests/e2e/newcomer.test.ts unpacks the same package',
  'npm i': 'as npm install',
  'npm test': 'is what runs this test',
};

function inDocsTest(verbs: readonly string[], says: string) {
  return Object.fromEntries(verbs.map((verb) => [verb, { file: 'tests/e2e/docs.test.ts', says }]));
}

/** By what the command is known in the registry; undefined for programs that are not ours. Scripts of npm are those of package.json. */
export function keyOf({ words }: Command): string | undefined {
  const [program, first = '', second = ''] = words;
  if (program === 'npm') return first === 'run' ? undefined : `npm ${first}`;
  if (program === 'npx' && first === 'playwright') return `playwright ${second}`;
  const ours = program === 'capif-conformance' ? [first, second] : words.slice(2, 4);
  const isOurs = program === 'capif-conformance' || (program === 'npx' && first === 'capif-conformance');
  if (!isOurs || ours[0] === undefined || ours[0] === 'COMMAND' || ours[0] === '') return undefined;
  return ours[0] === 'simulate' && ours[1] === 'all' ? 'simulate all' : ours[0];
}
