/**
 * From run records to one report: counting, ordering, and saying what is missing.
 *
 * Pure, and blind to the order of the records, so that merged shards and a single run give the same report.
 */
import { isDeepStrictEqual } from 'node:util';
import { standingsOf } from '../harness/baseline/standing.ts';
import { type Verdict, worst } from '../harness/checks/judgement.ts';
import type { Baseline, RunRecord } from '../harness/evidence/run-record.ts';
import { METHODS, ROLES, type Role } from '../scenarios/requirements/ledger.ts';
import { asides } from './asides.ts';
import type { Conformance, Counts, Note, Play, RequirementRow } from './conformance-schema.ts';
import { latenciesOf } from './latencies.ts';
import { checksOf, compare, type LedgerRow, requirementRows } from './requirement-rows.ts';
import { toleratedIn } from './tolerated.ts';
import { count, leftOutWords, notPlayedWords, playName } from './words.ts';

export { Conformance, conformanceJsonSchema } from './conformance-schema.ts';

/** What a report needs beside the records. */
export interface ReportMeta {
  readonly harness: { readonly name: string; readonly version: string };
  /** The ledger that the run was judged by; its order is the order of the report. */
  readonly ledger: { readonly document: string; readonly requirements: readonly LedgerRow[] };
  /** Tests that ended in an error which no record tells of. */
  readonly errors?: readonly Note[];
  /** Tests that were to be played and were not. */
  readonly notPlayed?: readonly Note[];
  /** Tests that were not to be played, e.g. because another role is under test. */
  readonly skipped?: readonly Note[];
}

/**
 * The report on one target.
 *
 * @param records - One for every scenario played, in any order.
 * @throws {Error} when the records are of different targets, ledgers, baselines or plans: no one report can speak of both.
 */
export function conformanceOf(records: readonly RunRecord[], meta: ReportMeta): Conformance {
  const target = theOne(records, 'target');
  const ledger = theOne(records, 'ledger');
  const baseline = theOne(records, 'baseline');
  const scenarios = records.map(playOf).sort(comparePlays);
  const roles = ROLES.filter((role) => role === target?.role || scenarios.some((play) => play.underTest === role));
  const listed = (claim: unknown) => (Array.isArray(claim) ? claim : undefined);
  const claimed = { methods: listed(target?.claims.methods), tls: listed(target?.claims.tls) };
  const rows = meta.ledger.requirements;
  const requirements = requirementRows(scenarios, rows, claimed);
  const judged = new Map(requirements.map((row) => [row.id, row]));
  const asked = meta.ledger.requirements.filter((row) => row.roles.some((role) => roles.includes(role)));
  const unjudged = asked.filter((row) => !judged.has(row.id)).map((row) => row.id);
  const tolerated = toleratedIn(records);
  const planned = theOne(records, 'planned') ?? [];
  const [errors, notPlayed, skipped] = [sorted(meta.errors), sorted(meta.notPlayed), sorted(meta.skipped)];
  const incompleteBecause = [
    ...(scenarios.some((play) => play.notApplicableBecause === undefined) ? [] : ['No scenario was played.']),
    ...errors.map((note) => `${note.test} ended in an error: ${note.reason}`),
    ...scenarios.filter((play) => play.verdict === 'error').map((play) => `${playName(play)} ended in an error.`),
    ...notPlayedWords(notPlayed),
    ...leftOutWords(planned, [...scenarios.map(playName), ...[...errors, ...notPlayed].map(({ test }) => test)]),
    ...(unjudged.length === 0
      ? []
      : [`No scenario judged ${count(unjudged.length, 'requirement')} of the tested roles.`]),
    ...asked.flatMap((row) => judgedForSomeOnly(row.roles, roles, judged.get(row.id))),
  ];
  return {
    schemaVersion: '1',
    harness: { ...meta.harness },
    target: target ?? null,
    roles,
    ledger: ledger ?? { document: meta.ledger.document, edition: null },
    ...span(records),
    summary: {
      ...countsOf(requirements.map((row) => row.verdict)),
      complete: incompleteBecause.length === 0,
      unjudged: unjudged.length,
      ...(baseline === undefined ? {} : { known: requirements.filter(({ known }) => known).length }),
      checks: countsOf(checksOf(scenarios).map(({ check }) => check.verdict)),
      scenarios: countsOf(scenarios.map((play) => play.verdict)),
    },
    incompleteBecause,
    requirements,
    unjudged,
    scenarios,
    ...(baseline === undefined ? {} : { baseline: baselineReport(records, baseline) }),
    ...(tolerated === undefined ? {} : { tolerated }),
    ...asides(records),
    errors,
    notPlayed,
    skipped,
  };
}

/** What all records say alike of the target, the ledger, the baseline or the plan; undefined when there are none. */
function theOne<Member extends 'target' | 'ledger' | 'baseline' | 'planned'>(
  records: readonly RunRecord[],
  member: Member,
): RunRecord[Member] | undefined {
  const first = records[0];
  const other = records.find((record) => !isDeepStrictEqual(record[member], first?.[member]));
  if (first !== undefined && other !== undefined) {
    throw new Error(
      `the run records speak of different ${member === 'planned' ? 'playings that were planned' : `${member}s`}: ${first.scenario} and ${other.scenario} disagree in what they say of it; ` +
        'report on each by itself, and merge only shards of one run',
    );
  }
  return first?.[member];
}

function baselineReport(records: readonly RunRecord[], baseline: Baseline): NonNullable<Conformance['baseline']> {
  const entries = standingsOf(records, baseline).map(({ entry, ...standing }) => ({ ...entry, ...standing }));
  return { file: baseline.file, entries };
}

function playOf(record: RunRecord): Play {
  const steps = record.steps.map(({ step, title, checks }) => ({
    step,
    title,
    checks: checks.map(({ location: _, decisive: __, parts: ___, evidence, ...check }) => ({
      ...check,
      evidence: [...evidence],
    })),
  }));
  const { title, file, underTest, method, tls, startedAt, durationMs, notApplicableBecause } = record;
  return {
    id: record.scenario,
    title,
    file,
    underTest,
    method,
    tls,
    startedAt,
    durationMs,
    verdict: worst([record.verdict, ...steps.flatMap((step) => step.checks.map((check) => check.verdict))]),
    ...(notApplicableBecause === undefined ? {} : { notApplicableBecause }),
    latencies: latenciesOf(record),
    steps,
  };
}

/** By id, method and TLS version; repeated playings by time, and at last by content, for the order must not depend on the input. */
function comparePlays(a: Play, b: Play): number {
  return (
    compare(a.id, b.id) ||
    METHODS.indexOf(a.method) - METHODS.indexOf(b.method) ||
    compare(a.tls, b.tls) ||
    Date.parse(a.startedAt) - Date.parse(b.startedAt) ||
    compare(JSON.stringify(a), JSON.stringify(b))
  );
}

/** A row of two tested roles must be judged for both. */
function judgedForSomeOnly(asked: readonly Role[], tested: readonly Role[], row: RequirementRow | undefined): string[] {
  if (row === undefined) return [];
  const missing = asked.filter((role) => tested.includes(role) && !row.roles.includes(role));
  return missing.map((role) => `${row.id} was not judged for the role ${role}.`);
}

function countsOf(verdicts: readonly Verdict[]): Counts {
  const amount = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  return {
    pass: amount('pass'),
    warn: amount('warn'),
    fail: amount('fail'),
    inconclusive: amount('inconclusive'),
    notApplicable: amount('not-applicable'),
    error: amount('error'),
  };
}

function span(records: readonly RunRecord[]): { startedAt: string | null; durationMs: number } {
  if (records.length === 0) return { startedAt: null, durationMs: 0 };
  const starts = records.map((record) => Date.parse(record.startedAt));
  const ends = records.map((record) => Date.parse(record.startedAt) + record.durationMs);
  const start = starts.reduce((a, b) => Math.min(a, b));
  return { startedAt: new Date(start).toISOString(), durationMs: ends.reduce((a, b) => Math.max(a, b)) - start };
}

function sorted(notes: readonly Note[] = []): Note[] {
  return [...notes].sort((a, b) => compare(a.test, b.test) || compare(a.reason, b.reason));
}
