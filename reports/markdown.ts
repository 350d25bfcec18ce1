/** Markdown made of text that others wrote. */

/** What a target answered can be long; its beginning is enough here, conformance.json has the whole. */
const LONGEST_QUOTE = 300;

/** A table; its cells are quoted, its headings are not. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map((row) => line(row.map(quote)))].join('\n');
}

/** Text on one line in which no character means anything to Markdown or HTML. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const short = line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)} …` : line;
  return short
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&');
}
