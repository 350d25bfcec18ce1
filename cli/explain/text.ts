/** An explanation for a screen. */
import { shown } from '../catalogue/place.ts';
import { type Explanation, type Item, toldSections } from './explanation.ts';

/** Columns that a line may have. */
const WIDTH = 100;

/** Ends with a line feed. */
export function explanationText(explanation: Explanation): string {
  const { id, kind, title, facts } = explanation;
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const lines = [
    `${id} (${kind})`,
    ...wrapped(title, '  '),
    '',
    ...facts.flatMap(([name, value]) => wrapped(value, `  ${' '.repeat(width + 2)}`, `  ${name.padEnd(width)}  `)),
  ];
  for (const { heading, text, items = [], places = [], none } of toldSections(explanation)) {
    lines.push('', heading);
    if (text !== undefined) lines.push(...wrapped(text, '  '));
    lines.push(...items.flatMap(itemLines));
    lines.push(...places.map((place) => `  ${shown(place)}`));
    if (text === undefined && items.length === 0 && none !== undefined) lines.push(...wrapped(none, '  '));
  }
  return `${lines.join('\n')}\n`;
}

function itemLines({ name, text, note, places = [] }: Item): string[] {
  const head = [name, note === undefined ? undefined : `(${note})`].filter(Boolean).join(' ');
  const where = places.map(shown);
  const one = [head && `${head}: `, text].join('');
  return [...wrapped(one, '    ', '  - '), ...where.map((place) => `    ${place}`)];
}

/** Words broken into lines, the first begun otherwise than the rest. A word is never cut. */
function wrapped(text: string, indent: string, first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
