/** Questions of `init`, put to a person at a terminal. */

import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { ROLES, type Role } from '../../scenarios/requirements/ledger.ts';
import { CliProblem } from '../problem.ts';
import { caProblem, urlProblem } from './checks.ts';
import type { Answers } from './target-text.ts';
import { CI_SYSTEMS, type CiSystem } from './workflow.ts';

/** Whoever answers three times with something else wants something else. */
const TRIES = 3;

/** What the flags have said already. */
export type Given = { readonly [Name in keyof Answers]?: Answers[Name] | undefined };

/** Puts one question; an empty answer is answered by undefined. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Asks for what the flags did not say; without somebody to ask, takes what is usual. */
export async function complete(given: Given, ask: Ask | undefined): Promise<Answers> {
  const role = given.role ?? (await askRole(ask));
  const usual = `${basename(process.cwd()) || 'My'} ${role === 'invoker' ? 'API invoker' : role.toUpperCase()}`;
  const name = given.name ?? (await ask?.(`Name, as reports will call it [${usual}]: `)) ?? usual;
  refuse('--url', given.url, urlProblem);
  refuse('--ca', given.ca, caProblem);
  const url = given.url ?? (await askUrl(role, ask));
  const ca = given.ca ?? (role === 'ccf' ? await askAgain(ask, CA_QUESTION, caProblem) : undefined);
  return { role, name, url, ca };
}

const CA_QUESTION = 'File of the CA that issued its certificate [./ccf-ca.pem, to be put there later]: ';

/** Which workflow to write; what a flag says is not asked. */
export async function askCi(given: CiSystem | undefined, ask: Ask): Promise<CiSystem | undefined> {
  const isOne = (answer: string) => CI_SYSTEMS.find((one) => one === answer.toLowerCase());
  const question = `A workflow for continuous integration (${CI_SYSTEMS.join(', ')}) [none]: `;
  const problem = (answer: string) => (isOne(answer) ? undefined : `it is one of ${CI_SYSTEMS.join(', ')}, or nothing`);
  return given ?? isOne((await askAgain(ask, question, problem)) ?? '');
}

type Problem = (answer: string) => string | undefined;

function refuse(flag: string, value: string | undefined, problemOf: Problem): void {
  const problem = value === undefined ? undefined : problemOf(value);
  if (problem !== undefined) throw new CliProblem(`init: ${flag}: ${problem}`, 2);
}

/** Asks until the answer can be used; bounded, as for the role. An empty answer takes what is usual. */
async function askAgain(ask: Ask | undefined, question: string, problemOf: Problem): Promise<string | undefined> {
  let problem: string | undefined;
  for (let tries = 0; ask !== undefined && tries < TRIES; tries += 1) {
    const answer = await ask(problem === undefined ? question : `${problem}\n${question}`);
    problem = answer === undefined ? undefined : problemOf(answer);
    if (problem === undefined) return answer;
  }
  if (problem !== undefined) throw new CliProblem(`init: ${problem}; nothing was written`, 2);
  return undefined;
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
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = (await ask(`What is tested (${ROLES.join(', ')}) [ccf]: `)) ?? 'ccf';
    const role = ROLES.find((one) => one === answer.toLowerCase());
    if (role !== undefined) return role;
  }
  throw new CliProblem(`init: a role is one of ${ROLES.join(', ')}`, 2);
}

async function askUrl(role: Role, ask: Ask | undefined): Promise<string | undefined> {
  if (role === 'ccf') return await askAgain(ask, 'URL of its CAPIF APIs [https://ccf.example:443]: ', urlProblem);
  if (role === 'aef')
    return await askAgain(ask, 'URL of its service API, if it runs already [brought up by a hook]: ', urlProblem);
  return undefined;
}
