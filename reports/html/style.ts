/** The style sheets, as they are written into a page or a diagram. */
import { readFileSync } from 'node:fs';

/** Colours, light and dark, as custom properties. */
const PALETTE = sheet('palette.css');
const DIAGRAM = sheet('diagram/diagram.css');

/** What a diagram needs that stands alone. */
export const DIAGRAM_STYLE = PALETTE + DIAGRAM;

export const PAGE_STYLE = PALETTE + DIAGRAM + sheet('page.css');

/** Without comments and indentation: a page carries it whole. */
function sheet(name: string): string {
  const text = readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .trimStart();
}
