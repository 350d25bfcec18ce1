/** How long the target took for what the clause orders without saying how fast. */
import type { Play } from '../conformance-schema.ts';
import { span } from './diagram/time.ts';
import { type Markup, markup } from './markup.ts';

/** Decades of ms: 0.1 ms, which stands for whatever is less, to 10 s. */
const DECADES = [-1, 0, 1, 2, 3, 4] as const;
const SCALE = { left: 190, right: 640, top: 8, row: 34 } as const;

/** A row for each kind of latency, a dot for each playing; nothing where nothing could be measured. */
export function latencySection(plays: readonly Play[]): Markup {
  const all = plays.flatMap(({ underTest, latencies = {} }) =>
    Object.entries(latencies).flatMap(([name, ms]) =>
      ms === undefined ? [] : [{ what: `${name}, ${underTest.toUpperCase()}`, ms }],
    ),
  );
  const kinds = [...new Set(all.map(({ what }) => what))].sort();
  if (kinds.length === 0) return markup``;
  const height = SCALE.top + kinds.length * SCALE.row + 24;
  const lines = kinds.map((what) => {
    const sorted = all
      .filter((one) => one.what === what)
      .map(({ ms }) => ms)
      .sort((one, other) => one - other);
    return { what, sorted, words: inWords(sorted, what.startsWith('deletion') ? '≤ ' : '') };
  });
  const label = lines.map(({ what, words }) => `${what}: ${words}`).join('; ');
  return markup`<section aria-labelledby="latencies"><h2 id="latencies">How long it took</h2>
    <p class="hint">From the success response of the CCF, or the acknowledgement of the AEF. A dot is one playing; the clause sets no limits. Deletion took no longer than that: it is when everything had been asked for and refused, and nobody asks in between.</p>
    <div class="scroll" role="region" tabindex="0" aria-label="Latencies"><svg class="latencies" viewBox="0 0 1000 ${height}" width="1000" height="${height}" role="img" aria-label="${label}">
    ${DECADES.map((decade) => tick(decade, height - 20))}
    ${lines.map(({ what, sorted, words }, index) => {
      const y = SCALE.top + index * SCALE.row + SCALE.row / 2;
      return markup`<text class="name" x="${SCALE.left - 16}" y="${y + 4}">${what}</text>
        ${sorted.map((ms) => markup`<circle cx="${xOf(ms).toFixed(1)}" cy="${y}" r="5"/>`)}
        <text x="${SCALE.right + 16}" y="${y + 4}">${words}</text>`;
    })}</svg></div></section>`;
}

function tick(decade: number, bottom: number): Markup {
  const x = xOf(10 ** decade);
  const words = decade < 3 ? `${10 ** decade} ms` : `${10 ** (decade - 3)} s`;
  return markup`<path d="M${x} ${SCALE.top}V${bottom}"/><text class="tick" x="${x}" y="${bottom + 16}">${decade === DECADES[0] && '≤ '}${words}</text>`;
}

function xOf(ms: number): number {
  const [first, last] = [DECADES[0], DECADES[DECADES.length - 1] ?? 4];
  const decade = Math.min(Math.max(Math.log10(Math.max(ms, 0.01)), first), last);
  return SCALE.left + ((decade - first) / (last - first)) * (SCALE.right - SCALE.left);
}

function inWords(sorted: readonly number[], bound: string): string {
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return `median ${bound}${inSpan(median)}, longest ${bound}${inSpan(sorted.at(-1) ?? 0)}, of ${sorted.length}`;
}

/** A sign that came before what it is counted from is no span of time. */
function inSpan(ms: number): string {
  if (ms === 0) return 'under 0.1 ms';
  return ms < 0 ? `${span(-ms * 1000)} before` : span(ms * 1000);
}
