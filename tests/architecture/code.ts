/** Tells code from what only looks like it: a comment, a string or a pattern that mentions an import is none. */

/** Signs after which a slash begins a pattern; after anything else it divides. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|await|yield))$/;

/** A stretch in which nothing begins or ends. */
const PLAIN = /[^/'"`{}]+/y;

/**
 * The text with everything between quotes, in comments and in patterns replaced by blanks, offset for offset. Quotes stay, and so does
 * the code inside `${…}` of a template.
 */
export function codeOf(text: string): string {
  const blanks = text.replace(/[^\n]/g, ' ');
  const out: string[] = [];
  /** Everything before it is in `out`. */
  let written = 0;
  /** Depth of braces at which each open `${` ends. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  let code = '';
  const keep = (length = 1) => {
    const kept = text.slice(at, at + length);
    out.push(blanks.slice(written, at), kept);
    at += length;
    written = at;
    code = (code + kept.replace(/\s+/g, '')).slice(-12);
  };
  const blankTo = (end: number) => {
    at = end < 0 ? text.length : end;
  };
  const template = () => {
    for (; at < text.length; at += 1) {
      if (text[at] === '\\') at += 1;
      else if (text[at] === '`') return keep();
      else if (text.startsWith('${', at)) {
        keep(2);
        depth += 1;
        templates.push(depth);
        return;
      }
    }
  };
  while (at < text.length) {
    const sign = text.charAt(at);
    if (text.startsWith('//', at)) blankTo(text.indexOf('\n', at));
    else if (text.startsWith('/*', at)) blankTo(text.indexOf('*/', at) < 0 ? -1 : text.indexOf('*/', at) + 2);
    else if (sign === "'" || sign === '"') {
      keep();
      blankTo(endOfQuoted(text, at, sign));
      keep();
    } else if (sign === '`') {
      keep();
      template();
    } else if (sign === '}' && templates.at(-1) === depth) {
      keep();
      templates.pop();
      depth -= 1;
      template();
    } else if (sign === '/' && BEFORE_PATTERN.test(code)) {
      keep();
      blankTo(endOfPattern(text, at));
      keep();
    } else {
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      PLAIN.lastIndex = at + 1;
      keep(1 + (PLAIN.exec(text)?.[0].length ?? 0));
    }
  }
  return [...out, blanks.slice(written)].join('').slice(0, text.length);
}

function endOfQuoted(text: string, from: number, quote: string): number {
  let at = from;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** A slash within brackets does not end a pattern. */
function endOfPattern(text: string, from: number): number {
  let bracket = false;
  let at = from;
  while (at < text.length && text[at] !== '\n' && (bracket || text[at] !== '/')) {
    if (text[at] === '[') bracket = true;
    if (text[at] === ']') bracket = false;
    at += text[at] === '\\' ? 2 : 1;
  }
  return at;
}
