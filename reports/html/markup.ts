/**
 * Markup that cannot be broken out of: whatever is put into a template is escaped, unless it is markup itself.
 *
 * Names, headers and bodies in a report were written by the target; a `</script>` among them must stay text.
 */

/** Text that is HTML or SVG already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What a template takes: markup as it is, text and numbers escaped, lists one after the other, `undefined` and `false` as nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

/** A template of HTML or SVG. Line breaks and indentation of the template itself are not kept. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const literal = strings.map((text) => text.replace(/\s*\n\s*/g, '\n'));
  return new Markup(literal.reduce((whole, text, index) => whole + written(parts[index - 1]) + text));
}

/** Text as markup: nothing in it is a tag, ends an attribute, or is a character that XML forbids. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeText(part);
  return typeof part === 'number' ? String(part) : part.map(written).join('');
}

/** At most `length` characters, the cut shown. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
