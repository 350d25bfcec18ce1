/** Finds the one JSON object of an answer in what a hook printed. */
import { flow, printable } from '../target/yaml/words.ts';
import { answerSchema, type HookAnswer, type HookInput } from './contract.ts';

/** An answer names an address or an ID. */
const LONGEST_ANSWER = 64 * 1024;

/** The answer; or that there is none, or none yet; or what is wrong with it. */
export type ReadAnswer =
  | { readonly is: 'answer'; readonly answer: HookAnswer }
  | { readonly is: 'none' }
  | { readonly is: 'unfinished' }
  | { readonly is: 'wrong'; readonly problem: string };

/**
 * Reads the answer of a hook that was asked this out of its output. The object begins at the beginning of a line and may take several; lines
 * before it are taken for logs, lines after it are not read.
 */
export function readAnswer(asked: Pick<HookInput, 'hook' | 'for'>, output: string): ReadAnswer {
  const schema = answerSchema(asked);
  if (schema === undefined) return { is: 'none' };
  // PowerShell begins what it prints with a byte order mark.
  const begin = /^\uFEFF?[ \t]*\{/m.exec(output);
  if (begin === null) return { is: 'none' };
  const json = firstObject(output.slice(begin.index, begin.index + LONGEST_ANSWER).replace('\uFEFF', ''));
  if (json === undefined) return { is: 'unfinished' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { is: 'answer', answer: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const seen = path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), json);
    if (seen === undefined) return `${path.join('.')} is missing`;
    return `${path.join('.')} ${message.replace('{seen}', `"${printable(flow(seen))}"`)}`;
  });
  return { is: 'wrong', problem: `answered what is no answer to ${asked.hook}: ${problems.join('; ')}` };
}

/** The object at the beginning of `text`, as soon as some line ends it. */
function firstObject(text: string): Record<string, unknown> | undefined {
  for (const { index } of text.matchAll(/\}[ \t]*\r?(?=\n|$)/g)) {
    const json = parsed(text.slice(0, index + 1));
    if (isRecord(json)) return json;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
