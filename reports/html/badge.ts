/** A verdict, and that it was known beforehand, as every part of the page shows it. */
import type { Verdict } from '../../harness/checks/judgement.ts';
import type { CheckRow } from '../conformance-schema.ts';
import { VERDICT_SIGNS } from '../words.ts';
import { type Markup, markup } from './markup.ts';

/** A verdict as a word with its sign: the colour alone says nothing. */
export function verdictBadge(verdict: Verdict): Markup {
  return markup`<span class="badge v-${verdict}">${VERDICT_SIGNS[verdict]} ${verdict.replace('-', ' ')}</span>`;
}

/** What the baseline says of a deviation. Only an address that a browser can open becomes a link. */
export function knownWords({ reason, issue, expires }: NonNullable<CheckRow['known']>): Markup {
  const where = /^https?:\/\//.test(issue)
    ? markup`<a href="${issue}" rel="noreferrer">${issue}</a>`
    : markup`${issue}`;
  return markup`known deviation until ${expires}: ${reason} (${where})`;
}
