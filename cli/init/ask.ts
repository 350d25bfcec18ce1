/** Questions of `init`, put to a person at a terminal. */

import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { ROLES, type Role } from '../../scenarios/requirements/ledger.ts';
import { CliProblem } from '../problem.ts';
import type { Answers } from './target-text.ts';

/** What the flags have said already. */
export type Given = { readonly [Name in keyof Answers]?: Answers[Name] | undefined };

/** Puts one question; an empty answer is answered by undefined. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Asks for what the flags did not say; without somebody to ask, takes what is usual. */
export async function complete(given: Given, ask: Ask | undefined): Promise<Answers> {
  const role = given.role ?? (await askRole(ask));
  const usual = `${basename(process.cwd()) || 'My'} ${role === 'invoker' ? 'API invoker' : role.toUpperCase()}`;
  const name = given.name ?? (await ask?.(`Name, as reports will call it [${usual}]: `)) ?? usual;
  const url = given.url ?? (await askUrl(role, ask));
  const ca =
    given.ca ??
    (role === 'ccf' ? await ask?.('File of the CA that issued its certificate [./ccf-ca.pem]: ') : undefined);
  return { role, name, url, ca };
}

/** A terminal to ask at, for the time of `use`. What is typed ahead counts; when the input ends, nothing is answered and nothing done. */
export async function atTerminal<Result>(use: (ask: Ask) => Promise<Result>): Promise<Result> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await use(async (question) => {
      terminal.setPrompt(question);
      terminal.prompt();
      const { done, value } = await lines.next();
      if (done) throw new CliProblem('init: the input ended before all was asked; nothing was written', 2);
      return value.trim() || undefined;
    });
  } finally {
    terminal.close();
  }
}

async function askRole(ask: Ask | undefined): Promise<Role> {
  if (ask === undefined)
    throw new CliProblem(`init: --role is needed where nobody can be asked; one of ${ROLES.join(', ')}`, 2);
  // Bounded: whoever answers three times with something else wants something else.
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = (await ask(`What is tested (${ROLES.join(', ')}) [ccf]: `)) ?? 'ccf';
    const role = ROLES.find((one) => one === answer.toLowerCase());
    if (role !== undefined) return role;
  }
  throw new CliProblem(`init: a role is one of ${ROLES.join(', ')}`, 2);
}

async function askUrl(role: Role, ask: Ask | undefined): Promise<string | undefined> {
  if (role === 'ccf') return await ask?.('URL of its CAPIF APIs [https://ccf.example:443]: ');
  if (role === 'aef') return await ask?.('URL of its service API, if it runs already [brought up by a hook]: ');
  return undefined;
}
