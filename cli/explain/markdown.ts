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
    if (places.length > 0) blocks.push(placeLines(places).join('\n'));
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

/** What has a name is found by it in its file, which is named once; anything else, such as a check in a file of its own, by its line. */
function placeLines(places: readonly Place[]): string[] {
  const files = [...new Set(places.map(({ file }) => file))];
  return files.flatMap((file) => {
    const here = places.filter((place) => place.file === file);
    const names = here.flatMap(({ name }) => (name === undefined ? [] : [`\`${name}\``]));
    const lines = here
      .filter(({ name }) => name === undefined)
      .map(({ line }) => `- [${file}:${line}](${UP}${file}#L${line})`);
    return names.length === 0 ? lines : [...lines, `- [${file}](${UP}${file}): ${names.join(', ')}`];
  });
}

/** Text in which nothing but a pair of backticks means anything. */
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[<*\\]/g, '\\$&')))
    .join('');
}
