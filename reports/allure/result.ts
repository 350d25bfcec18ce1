/**
 * From one playing of a scenario to its Allure results: one for each requirement that it judged.
 *
 * allure-playwright makes one result of a test. Here a test is a playing, which judges many requirements of many steps and levels, while Allure's
 * tree puts a result under every combination of its features and stories, and gives it one severity and one status. So the finished
 * result is taken apart: each part has one feature, story, severity and status, and shares steps and attachments with its siblings.
 */
import { createHash } from 'node:crypto';
import { type Label, Severity, Stage, Status, type TestResult } from 'allure-js-commons';
import { faultsOf, type RunRecord, type RunRecordCheck } from '../../harness/evidence/run-record.ts';
import { loadLedger } from '../../scenarios/requirements/ledger.ts';
import { legible } from '../outcome.ts';
import { stepOf } from '../requirement-rows.ts';
import { verdictSentence } from '../verdict-sentence.ts';
import { playName, ROLE_NAMES, STEP_NAMES } from '../words.ts';
import { clauseLinks } from './clause-links.ts';
import { HARNESS_FAILED, SEVERITY, statusOf } from './verdicts.ts';

/** One requirement as judged in one step of one playing. */
export interface Judgement {
  readonly check: RunRecordCheck;
  /** Which judgement of this requirement in the playing, from 1: a scenario may come back to a step. */
  readonly place: number;
}

/** The judgements of a playing, in its order. */
export function judgementsOf(record: RunRecord): Judgement[] {
  const places = new Map<string, number>();
  return record.steps.flatMap(({ checks }) =>
    checks.map((check) => {
      const place = (places.get(check.requirement) ?? 0) + 1;
      places.set(check.requirement, place);
      return { check, place };
    }),
  );
}

/**
 * The result for one judgement.
 *
 * @param whole - The finished result of the test.
 */
export function requirementResult(whole: TestResult, record: RunRecord, { check, place }: Judgement): TestResult {
  const { requirement, level, verdict, clause, expected, seen } = check;
  return {
    ...commonOf(whole, record, place === 1 ? requirement : `${requirement} (${place})`),
    labels: [
      ...labelsOf(whole, record),
      { name: 'feature', value: `Step ${stepOf(requirement)}: ${STEP_NAMES[stepOf(requirement)] ?? ''}` },
      { name: 'story', value: requirement },
      { name: 'severity', value: SEVERITY[level] },
      { name: 'verdict', value: verdict },
      { name: 'tag', value: verdict },
      ...(check.known === undefined ? [] : [{ name: 'tag', value: 'known deviation' }]),
    ],
    links: clauseLinks(clause),
    description: describe(check),
    status: statusOf(check),
    statusDetails:
      verdict === 'pass' ? {} : { message: messageOf(check), trace: placeOf(check), expected, actual: seen },
    steps: whole.steps.filter(({ name }) => isShownFor(requirement, name)),
  };
}

/** The result that says: the harness failed in this playing, which no check tells of. */
export function harnessFailure(whole: TestResult, record: RunRecord, message: string): TestResult {
  return {
    ...commonOf(whole, record, 'harness'),
    labels: [...labelsOf(whole, record), ...FAILED_HARNESS],
    status: Status.BROKEN,
    statusDetails: { message: `${HARNESS_FAILED}${legible(message)}` },
  };
}

/** The result of a test that left no record: it was not to be played, or the harness failed. */
export function recordlessResult(whole: TestResult): TestResult {
  const labels = whole.labels.filter(({ name }) => KEPT.includes(name));
  const { message = 'the test left no run record', trace } = whole.statusDetails;
  const epic = { name: 'epic', value: loadLedger().document };
  if (whole.status === Status.SKIPPED) {
    return {
      ...whole,
      labels: [...labels, epic, { name: 'feature', value: 'Not played' }],
      statusDetails: { message: legible(message) },
    };
  }
  return {
    ...whole,
    labels: [...labels, epic, ...FAILED_HARNESS],
    status: Status.BROKEN,
    statusDetails: {
      message: `${HARNESS_FAILED}${legible(message)}`,
      ...(trace === undefined ? {} : { trace: legible(trace) }),
    },
  };
}

/** Faults of the harness that no check of the record tells of. */
export function untoldFault(record: RunRecord): string | undefined {
  const told = record.steps.some(({ checks }) => checks.some(({ verdict }) => verdict === 'error'));
  return record.verdict === 'error' && !told ? faultsOf(record).join('; ') || 'no check was made' : undefined;
}

const FAILED_HARNESS: readonly Label[] = [
  { name: 'feature', value: 'Harness' },
  { name: 'severity', value: Severity.BLOCKER },
  { name: 'tag', value: 'error' },
];

/** What allure-playwright says of the machine stays; what it says of the file of the test makes room for the scenario. */
const KEPT: readonly string[] = ['host', 'thread', 'language', 'framework'];

function commonOf(whole: TestResult, record: RunRecord, what: string): TestResult {
  const { scenario, method, tls, target, file } = record;
  const fullName = `${file}#${what}`;
  return {
    ...whole,
    uuid: uuidFrom(`${whole.uuid} ${what}`),
    name: `${what} · ${playName({ id: scenario, method, tls })}`,
    fullName,
    testCaseId: md5(fullName),
    // What makes a retry, or a result of another day, the same test again.
    historyId: md5([fullName, method, tls, target.name].join('\n')),
    titlePath: [ROLE_NAMES[record.underTest], scenario, `${method} · TLS ${tls}`],
    parameters: [
      { name: 'method', value: method },
      { name: 'TLS version', value: tls },
      { name: 'target', value: target.name },
      ...whole.parameters,
    ],
    stage: Stage.FINISHED,
  };
}

function labelsOf(whole: TestResult, { underTest, scenario, title, method, tls, ledger }: RunRecord): Label[] {
  return [
    ...whole.labels.filter(({ name }) => KEPT.includes(name)),
    { name: 'epic', value: ledger.document },
    { name: 'parentSuite', value: ROLE_NAMES[underTest] },
    { name: 'suite', value: `${scenario}: ${title}` },
    { name: 'subSuite', value: `${method} · TLS ${tls}` },
    ...[underTest, method, `TLS ${tls}`].map((value) => ({ name: 'tag', value })),
  ];
}

function describe({ requirement, level, expected, seen, clause }: RunRecordCheck): string {
  const row = loadLedger().byId(requirement);
  return [
    ...(row === undefined ? [] : [row.statement, `Observed by: ${row.observed}`]),
    `Expected: ${expected}`,
    `Seen: ${seen}`,
    `Clause: ${clause} (${level})`,
  ].join('\n\n');
}

function messageOf(check: RunRecordCheck): string {
  return check.verdict === 'error' ? `${HARNESS_FAILED}${check.reason}` : verdictSentence(check);
}

/** Where the scenario expects the requirement, as a line of a stack trace. */
function placeOf({ requirement, location: { file, line, column } }: RunRecordCheck): string {
  return `    at ${requirement} (${file}:${line}:${column})`;
}

/** A test shows each verdict as a step, e.g. `step 6 S6-torn-down: pass`: those of other requirements are left out. */
function isShownFor(requirement: string, step: string | undefined): boolean {
  const judged = /^step \d+ (S\d+-[\w-]+): /.exec(step ?? '')?.[1];
  return judged === undefined || judged === requirement;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** In the form of a UUID, and the same for the same text: a part belongs to its whole. */
function uuidFrom(text: string): string {
  return md5(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
