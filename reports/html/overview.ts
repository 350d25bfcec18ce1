/** The top of the page: what was proved, what was not, and where to look first. */
import { VERDICTS, type Verdict } from '../../harness/checks/judgement.ts';
import { loadLedger } from '../../scenarios/requirements/ledger.ts';
import type { Conformance, Note, Play } from '../conformance-schema.ts';
import { headline } from '../headline.ts';
import { baselineFailures } from '../known-deviations.ts';
import { count, enumerate, playName, ROLE_NAMES, VERDICT_SIGNS, VERDICT_WORDS } from '../words.ts';
import { knownWords, verdictBadge } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';
import type { ShownCheck, ShownPlay } from './plays.ts';

/** The worst first, as everywhere where somebody looks for trouble. */
const WORST_FIRST: readonly Verdict[] = VERDICTS.toReversed();

export function overview(report: Conformance, plays: readonly ShownPlay[]): Markup {
  return markup`<header class="top">
    <p class="over">CAPIF offboarding conformance · ${report.ledger.document}</p>
    <h1>${report.target?.name ?? 'No target'}</h1>
    <p class="headline">${headline(report)}</p>
    ${proportions(report)}
    ${attention(report, plays)}
    ${notProved(report)}
    ${about(report)}
    </header>`;
}

/** A bar of all requirements of the tested roles, and the same in numbers. */
function proportions({ summary }: Conformance): Markup {
  const counts = WORST_FIRST.map((verdict): Amount => {
    const number = summary[verdict === 'not-applicable' ? 'notApplicable' : verdict];
    return { kind: verdict, number, words: `${VERDICT_SIGNS[verdict]} ${VERDICT_WORDS[verdict]}` };
  });
  const unjudged: Amount = { kind: 'unjudged', number: summary.unjudged, words: '· judged by no scenario' };
  const all = [...counts, unjudged].filter(({ number }) => number > 0);
  const before = (index: number) => all.slice(0, index).reduce((sum, { number }) => sum + number, 0);
  const unit = 100 / Math.max(before(all.length), 1);
  const parts = all.map(({ kind, number }, index) => {
    const [x, width] = [before(index) * unit, number * unit - 0.3];
    return markup`<rect class="v-${kind}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="4"/>`;
  });
  return markup`<svg class="proportions" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
    <ul class="counts">${all.map(({ kind, number, words }) => markup`<li class="v-${kind}"><b>${number}</b> ${words}</li>`)}</ul>`;
}

interface Amount {
  readonly kind: Verdict | 'unjudged';
  readonly number: number;
  readonly words: string;
}

/** Everything that is neither proved nor ruled out, each requirement once for each verdict, with a way to it. */
function attention(report: Conformance, plays: readonly ShownPlay[]): Markup {
  const found = plays.flatMap(({ play, steps }) =>
    steps.flatMap(({ step, checks }) => checks.map((check): Found => ({ play, step, check }))),
  );
  const [fresh, known] = [listOf(found, false), listOf(found, true)];
  const mend = baselineFailures(report);
  return markup`${
    (fresh.length > 0 || mend.length > 0) &&
    markup`<section aria-labelledby="attention"><h2 id="attention">What needs attention</h2>
    ${mend.length > 0 && markup`<p>Entries of the baseline that have had their day:</p><ul>${mend.map((line) => markup`<li>${line}</li>`)}</ul>`}
    <ul class="attention">${fresh}</ul></section>`
  }
    ${known.length > 0 && markup`<section aria-labelledby="known"><h2 id="known">Known deviations</h2><ul class="attention">${known}</ul></section>`}`;
}

/** The worst first. */
function listOf(all: readonly Found[], known: boolean): Markup[] {
  return (['error', 'fail', 'inconclusive', 'warn'] as const).flatMap((verdict) => {
    const own = all.filter(({ check }) => check.verdict === verdict && (check.known !== undefined) === known);
    const requirements = [...new Set(own.map(({ check }) => check.requirement))];
    return requirements.flatMap((id) => attentionItem(own.filter(({ check }) => check.requirement === id)) ?? []);
  });
}

interface Found {
  readonly play: Play;
  readonly step: number;
  readonly check: ShownCheck;
}

/** The first place in full, the others as links. */
function attentionItem([first, ...others]: readonly Found[]): Markup | undefined {
  if (first === undefined) return undefined;
  const { check, play, step } = first;
  const links = others.map(
    (other, index) => markup`${index > 0 && ', '}<a href="#${other.check.anchor}">${playName(other.play)}</a>`,
  );
  return markup`<li>${verdictBadge(check.verdict)} <div><a class="first" href="#${check.anchor}">${check.requirement}</a>
    <span class="where">step ${step}, ${playName(play)}</span>
    <p>expected ${check.expected}; saw <strong>${check.seen}</strong></p>${check.known !== undefined && markup`<p>${knownWords(check.known)}</p>`}
    ${others.length > 0 && markup`<details><summary>and in ${count(others.length, 'more playing')}</summary><p>${links}</p></details>`}</div></li>`;
}

/** What nobody may take as proved. */
function notProved(report: Conformance): Markup {
  const ledger = loadLedger();
  const having = (verdict: Verdict) => report.requirements.filter((row) => row.verdict === verdict).map(({ id }) => id);
  const [untold, ruledOut] = [having('inconclusive'), having('not-applicable')];
  const unjudged = report.unjudged.map((id) => {
    const statement = ledger.byId(id)?.statement;
    return markup`<li><code>${id}</code>${statement !== undefined && markup` ${statement}`}</li>`;
  });
  const notes = (title: string, list: readonly Note[]): Part =>
    list.length > 0 &&
    markup`<details><summary>${title}: ${list.length}</summary><ul>${list.map(({ test, reason }) => markup`<li>${test}: ${reason}</li>`)}</ul></details>`;
  const { tolerated = [] } = report;
  const parts: Part[] = [
    report.incompleteBecause.length > 0 &&
      markup`<p>This run is <strong>incomplete</strong>:</p><ul>${report.incompleteBecause.map((why) => markup`<li>${why}</li>`)}</ul>`,
    unjudged.length > 0 && markup`<p>Judged by no scenario:</p><ul>${unjudged}</ul>`,
    untold.length > 0 && markup`<p>Could not be told, for the reasons above: ${enumerate(untold)}.</p>`,
    ruledOut.length > 0 && markup`<p>Ruled out by claims of the target: ${enumerate(ruledOut)}.</p>`,
    tolerated.length > 0 &&
      markup`<p>Tolerated to proceed, against the specification; no verdict rests on it:</p><ul>${tolerated.map(({ id, statement, clause }) => markup`<li><code>${id}</code> ${statement} (${clause})</li>`)}</ul>`,
    notes('Not played', report.notPlayed),
    notes('Not to be played', report.skipped),
  ];
  const any = parts.some((part) => part !== false);
  return markup`<section aria-labelledby="not-proved"><h2 id="not-proved">What was not proved</h2>
    ${any ? parts : markup`<p>Nothing is missing: of every requirement on the tested roles it could be told whether it holds.</p>`}</section>`;
}

function about({ target, ledger, harness, startedAt, durationMs, roles, scenarios }: Conformance): Markup {
  const claims = Object.entries(target?.claims ?? {}).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return markup`<div><dt>${name}</dt><dd>${text}</dd></div>`;
  });
  return markup`<details class="about"><summary>About this run</summary><dl>
    <div><dt>tested</dt><dd>${enumerate(roles.map((role) => ROLE_NAMES[role]))}</dd></div>
    <div><dt>target role, dialect</dt><dd>${target?.role}, ${target?.dialect}</dd></div>
    <div><dt>requirements from</dt><dd>${ledger.document}, edition ${ledger.edition ?? 'unknown'}</dd></div>
    <div><dt>started</dt><dd>${startedAt ?? 'never'}</dd></div>
    <div><dt>took</dt><dd>${(durationMs / 1000).toFixed(1)} s, ${count(scenarios.length, 'playing')}</dd></div>
    <div><dt>harness</dt><dd>${harness.name} ${harness.version}</dd></div></dl>
    <h3>Claims of the target</h3><dl>${claims}</dl></details>`;
}
