/** Commands as lines on stdin, each answered on stdout, one after the other. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { suggestion } from '../../harness/target/yaml/suggest.ts';
import { oneLine } from '../../reports/outcome.ts';
import { messageOf } from '../problem.ts';
import { printLine } from './run.ts';

/** By its first word, what a line does with the rest of it. What it throws is answered as `error`. */
export type LineCommands = Readonly<Record<string, (rest: string) => Promise<object>>>;

/** What came of a command: its word, and `error` where it could not be done. */
export type Answer = { readonly command: string } & Readonly<Record<string, unknown>>;

/** How answers get to whoever gave the commands. */
export interface Terminal {
  readonly input: Readable;
  readonly print: (answer: Answer) => void;
}

/** Answers lines until the input ends, by default each by one JSON line. Blank lines are passed over. */
export async function answerLines(
  commands: LineCommands,
  { input, print }: Terminal = { input: process.stdin, print: printLine },
): Promise<void> {
  for await (const line of createInterface({ input })) {
    const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(line) ?? [];
    if (word !== '') print({ command: word, ...(await answer(commands, word, rest)) });
  }
}

async function answer(commands: LineCommands, word: string, rest: string): Promise<object> {
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (command === undefined) return { error: `unknown command${suggestion(word, Object.keys(commands))}` };
  try {
    return await command(rest);
  } catch (error) {
    return { error: oneLine(messageOf(error)) };
  }
}
