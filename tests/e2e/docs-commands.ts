/** The commands that the documents tell people to type. */
import { posix } from 'node:path';
import { type TextFile, textFiles } from '../architecture/project.ts';

/** One command, and where it is written. */
export interface Command {
  /** `docs/commands.md:20`. */
  readonly at: string;
  /** As written. */
  readonly text: string;
  /** Variables that are set for it. */
  readonly env: Readonly<Record<string, string>>;
  /** The program and its arguments, quotes removed. */
  readonly words: readonly string[];
}

/** A whole shell script in a document: it begins with `#!`. */
export interface Script {
  readonly at: string;
  readonly text: string;
}

/** What people read, generated pages aside from nothing: all of it. */
export const DOCUMENTS: readonly TextFile[] = textFiles('.md').filter(
  ({ path }) => !path.includes('/') || path.startsWith('docs/'),
);

/** Programs with which a command between backticks begins; anything else there is a word, not a command. */
const INLINE = /`((?:[A-Z][A-Z_]*=\S+ )*(?:npx|npm|node|capif-conformance) [^`]+)`/g;
const BLOCK = /^( *)```sh\n([\s\S]*?)^ *```$/gm;

/** Every command in a `sh` block or between backticks, and every script. */
export function commandsOf(documents: readonly TextFile[]): { commands: Command[]; scripts: Script[] } {
  const scripts: Script[] = [];
  const commands: Command[] = [];
  for (const { path, text } of documents) {
    for (const match of text.matchAll(BLOCK)) {
      const [, , block = ''] = match;
      const at = place(path, text, match.index);
      if (block.trimStart().startsWith('#!')) scripts.push({ at, text: block });
      else commands.push(...linesOf(block).flatMap((line) => parts(line, at)));
    }
    for (const match of text.replace(/^ *```[\s\S]*?^ *```$/gm, blanked).matchAll(INLINE)) {
      commands.push(...parts(match[1] ?? '', place(path, text, match.index)));
    }
  }
  return { commands, scripts };
}

/** Lines of source that the documents name, as `path:line` or in a link that ends in `#L9`. `to` is relative to the project. */
export function placesOf(documents: readonly TextFile[]): { at: string; to: string; line: number }[] {
  return documents.flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s#]+)#L(\d+)\)/g)].map((match) => ({
      match,
      to: posix.join(posix.dirname(path), match[1] ?? ''),
    }));
    const plain = [...text.matchAll(/(?<![\w/.-])([\w.-]+(?:\/[\w.-]+)+\.(?:ts|js|yaml|md)):(\d+)/g)].map((match) => ({
      match,
      to: match[1] ?? '',
    }));
    return [...links, ...plain].map(({ match, to }) => ({
      at: place(path, text, match.index),
      to,
      line: Number(match[2]),
    }));
  });
}

function place(path: string, text: string, index: number): string {
  return `${path}:${text.slice(0, index).split('\n').length}`;
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Lines that a backslash continues are one; comments are none. */
function linesOf(block: string): string[] {
  return block
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `a && b | c &` are three commands. */
function parts(line: string, at: string): Command[] {
  const words = line.match(/(?:[^\s'"|&;]|'[^']*'|"[^"]*")+|&&|\|\||[|&;]|#.*$/g) ?? [];
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word.startsWith('#')) break;
    if (/^(?:&&?|\|\|?|;)$/.test(word)) commands.push([]);
    else commands.at(-1)?.push(word.replace(/'([^']*)'|"([^"]*)"/g, (_, one: string, two: string) => one ?? two));
  }
  return commands.filter((all) => all.length > 0).map((all) => ({ at, text: line, ...withEnv(all) }));
}

function withEnv(words: readonly string[]): Pick<Command, 'env' | 'words'> {
  const first = words.findIndex((word) => !/^[A-Z][A-Z_]*=/.test(word));
  const set = first < 0 ? words : words.slice(0, first);
  const env = Object.fromEntries(
    set.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  return { env, words: first < 0 ? [] : words.slice(first) };
}
