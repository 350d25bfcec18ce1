import { type CST, type LineCounter, Parser } from 'yaml';

/** Deeper than any file of ours, and far from where the recursive steps of the parser would exhaust the stack. */
const DEEPEST = 32;

const REFUSED: Partial<Record<CST.Token['type'], string>> = {
  alias: 'anchors and aliases (&name, *name) are not read here; write the value out, or quote it',
  anchor: 'anchors and aliases (&name, *name) are not read here; write the value out, or quote it',
  directive: 'a line that begins with % is not read here; remove it',
  tag: 'tags (!name) are not read here; remove it, or quote the value',
};

/**
 * The first thing in the text that is YAML but not read here: what makes a value come from somewhere else than where a
 * person sees it (anchors, tags, directives), and absurd nesting.
 *
 * Fills `lines` on the way. Works on the parser's tokens without recursion: thousands of nested brackets would end the process, not just the call.
 */
export function firstRefused(text: string, lines: LineCounter): { offset: number; message: string } | undefined {
  const refused: { offset: number; message: string }[] = [];
  for (const document of new Parser(lines.addNewLine).parse(text)) {
    const open: { token: CST.Token | CST.SourceToken; depth: number }[] = [{ token: document, depth: 0 }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { token, depth } = next;
      const message = depth > DEEPEST ? `is nested more than ${DEEPEST} deep` : REFUSED[token.type];
      if (message !== undefined) refused.push({ offset: token.offset, message });
      for (const part of parts(token)) open.push({ token: part.token, depth: depth + part.deeper });
    }
  }
  return refused.sort((a, b) => a.offset - b.offset)[0];
}

/** The tokens directly within a token; `deeper` is 1 for what it contains and 0 for what merely precedes it. */
function* parts(token: CST.Token | CST.SourceToken): Generator<{ token: CST.Token | CST.SourceToken; deeper: 0 | 1 }> {
  if ('start' in token && Array.isArray(token.start)) for (const prop of token.start) yield { token: prop, deeper: 0 };
  if (token.type === 'document' && 'value' in token && token.value) yield { token: token.value, deeper: 0 };
  if (!('items' in token)) return;
  for (const { start, key, sep, value } of token.items) {
    for (const prop of [...start, ...(sep ?? [])]) yield { token: prop, deeper: 0 };
    if (key) yield { token: key, deeper: 1 };
    if (value) yield { token: value, deeper: 1 };
  }
}
