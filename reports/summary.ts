/** The summary of a run as Markdown, for the job page of a CI system: what needs attention comes first. */
import type { Verdict } from '../harness/checks/judgement.ts';
import { claimsSection, leftoversSection } from './asides.ts';
import type { CheckRow, Conformance, Play, RequirementRow } from './conformance-schema.ts';
import { headline } from './headline.ts';
import { baselineSections } from './known-deviations.ts';
import { quote, table } from './markdown.ts';
import { checksOf } from './requirement-rows.ts';
import { COLUMNS, LEGEND, tableRows } from './table.ts';
import { toleratedSection } from './tolerated.ts';
import { count, playName, STEP_NAMES } from './words.ts';

/** The whole summary; ends with a line end. Whatever a target wrote is quoted as text, never as markup. */
export function summaryMarkdown(report: Conformance): string {
  const [needsMending = '', known = ''] = baselineSections(report);
  const sections = [
    `# CAPIF API invoker offboarding: ${report.target === null ? 'nothing played' : quote(report.target.name)}`,
    `**${quote(headline(report))}**`,
    incomplete(report),
    needsMending,
    failures(report, 'fail', 'Failed'),
    failures(report, 'error', 'Ended in an error'),
    inconclusives(report),
    warnings(report),
    known,
    toleratedSection(report),
    claimsSection(report),
    leftoversSection(report),
    unjudged(report),
    report.scenarios.length === 0 ? '' : stepTable(report),
    footer(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function incomplete(report: Conformance): string {
  if (report.summary.complete) return '';
  return ['This report is incomplete:', '', ...report.incompleteBecause.map((why) => `- ${quote(why)}`)].join('\n');
}

/** Requirements with this verdict, each with the checks that gave it the verdict; not those that are known to have it. */
function withVerdict(report: Conformance, verdict: Verdict) {
  const judged = checksOf(report.scenarios).filter(({ check }) => check.verdict === verdict);
  return report.requirements
    .filter((row) => row.verdict === verdict && !row.known)
    .map((row) => ({ row, judged: judged.filter(({ check }) => check.requirement === row.id) }));
}

function failures(report: Conformance, verdict: Verdict, title: string): string {
  const found = withVerdict(report, verdict);
  if (found.length === 0) return '';
  const entries = found.map(({ row, judged }) => [requirementTitle(row), ...judged.map(quoteCheck)].join('\n\n'));
  return [`## ${title}: ${count(found.length, 'requirement')}`, ...entries].join('\n\n');
}

function requirementTitle({ id, level, step }: RequirementRow): string {
  return `### ${quote(id)} (${level}, step ${step}: ${STEP_NAMES[step]})`;
}

function quoteCheck({ play, check }: { readonly play: Play; readonly check: CheckRow }): string {
  return [
    `- scenario: ${quote(playName(play))}`,
    `- expected: ${quote(check.expected)}`,
    `- seen: ${quote(check.seen)}`,
    `- clause: ${quote(check.clause)}`,
  ].join('\n');
}

function inconclusives(report: Conformance): string {
  const found = withVerdict(report, 'inconclusive');
  if (found.length === 0) return '';
  const rows = found.flatMap(({ row, judged }) =>
    judged.map(({ play, check }) => [row.id, row.level, playName(play), check.cause ?? '', check.seen]),
  );
  const title = `## Could not be told: ${count(found.length, 'requirement')}`;
  return [title, table(['requirement', 'level', 'scenario', 'cause', 'seen'], rows)].join('\n\n');
}

function warnings(report: Conformance): string {
  const found = withVerdict(report, 'warn');
  if (found.length === 0) return '';
  const rows = found.flatMap(({ row, judged }) =>
    judged.map(({ play, check }) => [row.id, row.level, playName(play), check.expected, check.seen]),
  );
  const title = `## Warnings: ${count(found.length, 'requirement')}`;
  return [title, table(['requirement', 'level', 'scenario', 'expected', 'seen'], rows)].join('\n\n');
}

function unjudged(report: Conformance): string {
  if (report.unjudged.length === 0) return '';
  return [
    `## Judged by no scenario: ${count(report.unjudged.length, 'requirement')}`,
    report.unjudged.map(quote).join(', '),
  ].join('\n\n');
}

function stepTable(report: Conformance): string {
  const headings = ['step', 'name', ...COLUMNS.map(({ heading }) => heading)];
  const rows = tableRows(report).map(({ step, name, ids }) => [
    `${step}`,
    name,
    ...COLUMNS.map(({ column }) => `${ids[column].length}`),
  ]);
  return ['## Requirements by step', table(headings, rows), LEGEND].join('\n\n');
}

function footer({ harness, ledger, startedAt, durationMs, scenarios, skipped, summary }: Conformance): string {
  const judgements = Object.values(summary.checks).reduce((sum, number) => sum + number, 0);
  const facts = [
    `${harness.name} ${harness.version}`,
    `${ledger.document}${ledger.edition === null ? '' : `, edition ${ledger.edition}`}`,
    `${count(scenarios.length, 'scenario run')}, ${count(judgements, 'check')}`,
    ...(skipped.length === 0 ? [] : [`${count(skipped.length, 'test')} skipped`]),
    ...(startedAt === null ? [] : [`started ${startedAt}`, `took ${(durationMs / 1000).toFixed(1)} s`]),
  ];
  return facts.map(quote).join(' · ');
}
