/**
 * The report for people: one page that needs nothing beside itself and can reach nothing.
 *
 * Made from run records alone, as every report is. What a target wrote is in it as text only.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RunRecord } from '../../harness/evidence/run-record.ts';
import type { Conformance } from '../conformance-schema.ts';
import { diagramOf } from './diagram/draw.ts';
import { type Packed, packed } from './evidence.ts';
import { latencySection } from './latencies.ts';
import { Markup, markup } from './markup.ts';
import { matrices } from './matrix.ts';
import { overview } from './overview.ts';
import { shownPlays } from './plays.ts';
import { isDrawn, isFailure, scenarioSections } from './scenario-section.ts';
import { PAGE_STYLE } from './style.ts';

// A browser hashes the script with its line ends as they are in a page.
const SCRIPT = readFileSync(new URL('./page.js', import.meta.url), 'utf8').replaceAll('\r\n', '\n');

/** The page may run this script and use this style, and load nothing at all. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashed(SCRIPT)}`,
  `style-src ${hashed(PAGE_STYLE)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The whole page as HTML text.
 *
 * @param report - What the run proved, see {@link Conformance}.
 * @param records - The records it was made from, in any order: diagrams, latencies and evidence come from them. A playing without its
 *   record is shown without these.
 */
export function htmlReport(report: Conformance, records: readonly RunRecord[]): string {
  const plays = shownPlays(report, records);
  const recordings = plays.map((shown): Packed => {
    const { record, story, entries } = shown;
    return record === undefined || story === undefined || isDrawn(shown)
      ? { entries }
      : { entries, diagram: diagramOf(record, story).text };
  });
  const first = plays.flatMap(({ steps }) => steps.flatMap(({ checks }) => checks)).find(isFailure);
  const page = markup`<!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
    <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
    <title>${report.target?.name ?? 'No target'} – CAPIF offboarding conformance</title><link rel="icon" href="data:,">
    <style>${new Markup(PAGE_STYLE)}</style></head><body>
    <nav class="skip" aria-label="Skip">${first !== undefined && markup`<a href="#${first.anchor}">Skip to the first failure: ${first.requirement}</a>`}
    <a href="#scenarios">Skip to the scenarios</a></nav>
    <main>${overview(report, plays)}${matrices(report, plays)}${latencySection(report.scenarios)}${scenarioSections(plays)}</main>
    <noscript><p class="hint">Without scripts there are no filters, no recordings, and diagrams only of what did not hold; the files under <code>evidence/</code> beside this page have the recordings.</p></noscript>
    <script type="application/octet-stream" id="recordings">${new Markup(packed(recordings))}</script>
    <script type="module">${new Markup(SCRIPT)}</script></body></html>\n`;
  return page.text;
}

function hashed(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
