/** The result of a run as a badge: one small SVG that needs nothing else, neither a font nor a service. */
import type { Conformance } from './conformance-schema.ts';
import { headline } from './headline.ts';
import { VERDICT_WORDS } from './words.ts';
import { xmlAttribute, xmlText } from './xml.ts';

const LABEL = 'CAPIF offboarding';
/** White text on any of these has a contrast of at least 4.5:1. */
const COLOURS = { bad: '#b3261e', unsure: '#8a5a00', good: '#1a7f37' } as const;
const LABEL_COLOUR = '#444c56';
const HEIGHT = 20;
const PADDING = 6;

/** The badge of a report. Its text counts requirements, e.g. `30 passed, 1 failed, incomplete`; its title says the whole sentence. */
export function badgeSvg(report: Conformance): string {
  const text = badgeText(report);
  const [left, right] = [widthOf(LABEL), widthOf(text)];
  const width = left + right;
  const word = (x: number, length: number, content: string) =>
    `<text x="${x}" y="14" textLength="${length - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${xmlText(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${xmlAttribute(`${LABEL}: ${text}`)}">`,
    `  <title>${xmlText(headline(report))}</title>`,
    `  <clipPath id="round"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>`,
    '  <g clip-path="url(#round)">',
    `    <rect width="${left}" height="${HEIGHT}" fill="${LABEL_COLOUR}"/>`,
    `    <rect x="${left}" width="${right}" height="${HEIGHT}" fill="${COLOURS[moodOf(report)]}"/>`,
    '  </g>',
    '  <g fill="#fff" font-family="Verdana, DejaVu Sans, Geneva, sans-serif" font-size="11">',
    `    ${word(PADDING, left, LABEL)}`,
    `    ${word(left + PADDING, right, text)}`,
    '  </g>',
    '</svg>',
    '',
  ].join('\n');
}

/** What the badge says: the counts that are not zero, passed ones always. What a claim rules out is in the title only. */
export function badgeText({ summary, target }: Conformance): string {
  if (target === null) return 'nothing played';
  const counted = (['warn', 'fail', 'inconclusive', 'error'] as const).filter((verdict) => summary[verdict] > 0);
  return [
    `${summary.pass} ${VERDICT_WORDS.pass}`,
    ...counted.map((verdict) => `${summary[verdict]} ${VERDICT_WORDS[verdict]}`),
    ...(summary.unjudged > 0 ? [`${summary.unjudged} not judged`] : []),
    ...(summary.complete ? [] : ['incomplete']),
  ].join(', ');
}

function moodOf({ summary, target }: Conformance): keyof typeof COLOURS {
  if (summary.fail > 0 || summary.error > 0 || target === null) return 'bad';
  return summary.complete && summary.inconclusive === 0 && summary.warn === 0 ? 'good' : 'unsure';
}

/** Pixels for `text` at 11 px. Fonts differ: the text is fitted into whatever this says. */
function widthOf(text: string): number {
  return Math.round(text.length * 6.5) + 2 * PADDING;
}
