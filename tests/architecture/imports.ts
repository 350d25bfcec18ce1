/** Which modules a source file imports, read from its text. */
import { codeOf } from './code.ts';

/** One import or re-export. */
export interface Import {
  /** As written: `./judge.ts`, `node:net`, `zod`. */
  readonly from: string;
  /** True for `import type` and `export type`: nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  /** The names taken by `{ … }`, without their `as`; empty for any other form. */
  readonly names: readonly string[];
  /** Number of its first line, from 1. */
  readonly line: number;
}

/** `import x from '`, `export { … } from '`, `import '`, `import('`, each up to its opening quote. */
const STATEMENT =
  /(?<![.\w$])(?:(?<keyword>import|export)\b(?<type>\s+type\b(?!\s*(?:,|from\b)))?(?<what>[\s\w$*{},]*?)\bfrom\s*|import\s*\(?\s*)(?<quote>['"`])/g;

/** Every import of the text, in order. Comments and strings that only look like one are none: `code` is the text without them. */
export function importsOf(text: string, code: string = codeOf(text)): Import[] {
  return [...code.matchAll(STATEMENT)].map((match) => {
    const { type, what = '', quote = "'" } = match.groups ?? {};
    const start = match.index + match[0].length;
    return {
      from: text.slice(start, code.indexOf(quote, start)),
      typeOnly: type !== undefined,
      names: namesIn(what),
      line: code.slice(0, match.index).split('\n').length,
    };
  });
}

function namesIn(what: string): string[] {
  const inBraces = /\{([^}]*)\}/.exec(what)?.[1] ?? '';
  const names = inBraces.split(',').map((name) => name.trim().replace(/^type\s+/, ''));
  return names.flatMap((name) => name.split(/\s+as\s+/)[0] || []);
}
