/** An explanation as a page of docs/requirements. */
import type { Place } from '../catalogue/place.ts';
import { type Explanation, type Item, toldSections } from './explanation.ts';

/** From the folder of the pages to the project. */
const UP = '../../';

/** Markdown; ends with a line feed. Links are relative to docs/requirements. */
export function explanationMarkdown(explanation: Explanation): string {
  const { id, title, facts } = explanation;
  const blocks = [
    `# ${id}`,
    `**${plain(title)}**`,
    [
      '|  |  |',
      '| --- | --- |',
      ...facts.map(([name, value]) => `| ${name} | ${plain(value).replaceAll('|', '\\|')} |`),
    ].join('\n'),
  ];
  for (const { heading, text, items = [], places = [], none } of toldSections(explanation)) {
    blocks.push(`## ${heading}`);
    if (text !== undefined) blocks.push(plain(text));
    if (items.length > 0) blocks.push(items.map(itemLine).join('\n'));
    if (places.length > 0) blocks.push(places.map((place) => `- ${lineLink(place)}`).join('\n'));
    if (text === undefined && items.length === 0 && places.length === 0 && none !== undefined) blocks.push(none);
  }
  return `${blocks.join('\n\n')}\n`;
}

/** An item links to a file and not to a line: a page must not grow stale because somebody inserted a line above. */
function itemLine({ name, text, note, places = [] }: Item): string {
  const file = places[0]?.file;
  const named = name === undefined ? undefined : `\`${name}\``;
  const linked = named !== undefined && file !== undefined ? `[${named}](${UP}${file})` : named;
  const head = [linked, note === undefined ? undefined : `(${note})`].filter((part) => part !== undefined).join(' ');
  return `- ${head === '' ? '' : `${head}: `}${plain(text)}`;
}

function lineLink({ file, line }: Place): string {
  return line === 1 ? `[${file}](${UP}${file})` : `[${file}:${line}](${UP}${file}#L${line})`;
}

/** Text in which nothing but a pair of backticks means anything. */
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[<*\\]/g, '\\$&')))
    .join('');
}
