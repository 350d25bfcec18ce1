/** Step × requirement × scenario: one table for each tested role. */
import { type Verdict, worst } from '../../harness/checks/judgement.ts';
import { loadLedger, type Role } from '../../scenarios/requirements/ledger.ts';
import type { Conformance } from '../conformance-schema.ts';
import { ROLE_NAMES, STEP_NAMES, VERDICT_SIGNS } from '../words.ts';
import { verdictBadge } from './badge.ts';
import { type Markup, markup } from './markup.ts';
import type { ShownPlay } from './plays.ts';

/** One judgement of a requirement. */
interface Judged {
  readonly requirement: string;
  readonly scenario: string;
  readonly verdict: Verdict;
  readonly anchor: string;
}

interface MatrixRow {
  readonly id: string;
  readonly step: number;
  readonly level: string;
  readonly statement: string;
}

export function matrices(report: Conformance, plays: readonly ShownPlay[]): Markup {
  return markup`<section aria-labelledby="matrix"><h2 id="matrix">Requirements by step and scenario</h2>
    <p class="hint">A sign stands for the worst verdict over all methods and TLS versions, and leads to it.</p>
    ${report.roles.map((role) => matrixOf(role, report, plays))}</section>`;
}

function matrixOf(role: Role, report: Conformance, plays: readonly ShownPlay[]): Markup {
  const own = plays.filter(({ play }) => play.underTest === role);
  const judged = own.flatMap(({ play, steps }) =>
    steps.flatMap(({ checks }) =>
      checks.map(({ requirement, verdict, anchor }): Judged => ({ requirement, scenario: play.id, verdict, anchor })),
    ),
  );
  const scenarios = [...new Map(own.map(({ play, anchor }) => [play.id, anchor]))];
  const rows = rowsOf(role, report, judged);
  const steps = [...new Set(rows.map(({ step }) => step))].toSorted((one, other) => one - other);
  const heads = scenarios.map(
    ([id]) =>
      markup`<th scope="col"><a href="#${own.find(({ play }) => play.id === id)?.anchor}"><span>${id}</span></a></th>`,
  );
  return markup`<h3>${ROLE_NAMES[role]}</h3>
    <div class="scroll" role="region" tabindex="0" aria-label="Requirements on the ${ROLE_NAMES[role]}">
    <table class="matrix"><thead><tr><th scope="col" class="what">requirement</th><th scope="col" class="all"><span>all scenarios</span></th>${heads}</tr></thead>
    ${steps.map(
      (
        step,
      ) => markup`<tbody data-step="${step}"><tr class="step"><th scope="rowgroup" colspan="${scenarios.length + 2}"><span>step ${step} · ${STEP_NAMES[step]}</span></th></tr>
      ${rows.filter((row) => row.step === step).map((row) => rowOf(row, judged, scenarios))}</tbody>`,
    )}</table></div>`;
}

/** What was judged for the role, and what the ledger would have had judged. */
function rowsOf(role: Role, report: Conformance, judged: readonly Judged[]): MatrixRow[] {
  const ledger = loadLedger();
  const ids = new Set(judged.map(({ requirement }) => requirement));
  const rows = report.requirements.filter(({ id }) => ids.has(id));
  const unjudged = report.unjudged.flatMap((id) => {
    const row = ledger.byId(id);
    return row?.roles.includes(role) ? [row] : [];
  });
  return [...rows, ...unjudged].map(({ id, step, level }) => ({
    id,
    step,
    level,
    statement: ledger.byId(id)?.statement ?? '',
  }));
}

function rowOf(
  { id, level, statement }: MatrixRow,
  judged: readonly Judged[],
  scenarios: readonly (readonly [string, string])[],
): Markup {
  const own = judged.filter(({ requirement }) => requirement === id);
  const all = own.length === 0 ? undefined : worst(own.map(({ verdict }) => verdict));
  const cells = scenarios.map(([scenario]) => {
    const here = own.filter((one) => one.scenario === scenario);
    if (here.length === 0) return markup`<td></td>`;
    const verdict = worst(here.map((one) => one.verdict));
    const anchor = here.find((one) => one.verdict === verdict)?.anchor;
    return markup`<td><a class="v-${verdict}" href="#${anchor}" aria-label="${verdict}: ${id} in ${scenario}">${VERDICT_SIGNS[verdict]}</a></td>`;
  });
  return markup`<tr><th scope="row"><code>${id}</code> <small>${level}</small><span>${statement}</span></th>
    <td class="all">${all === undefined ? markup`<span class="badge">not judged</span>` : verdictBadge(all)}</td>${cells}</tr>`;
}
