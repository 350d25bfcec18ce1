/**
 * The report as JUnit XML, which GitLab, Jenkins and the common GitHub actions show.
 *
 * A suite is one playing of a scenario, a test case one requirement that it judged: so a CI system lists, counts and follows over time what
 * the clause demands, not how we happen to play it. A test case fails exactly where the run does: a CI page is red when the exit code is.
 */
import { isFailing } from '../harness/baseline/standing.ts';
import type { CheckRow, Conformance, Note, Play } from './conformance-schema.ts';
import { headline } from './headline.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { playName } from './words.ts';
import { element } from './xml.ts';

/** What JUnit has words for. A test case without any of them passed. */
type Ending = 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly ending: Ending | undefined;
  readonly lines: readonly string[];
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly seconds?: number;
  readonly startedAt?: string;
  readonly file?: string;
  readonly properties?: Properties;
}

type Properties = Readonly<Record<string, string | number | boolean>>;

/** The whole document; ends with a line end. */
export function junitXml(report: Conformance): string {
  const suites = [
    ...report.scenarios.map(suiteOf),
    noteSuite('baseline', baselineNotes(report), 'failure'),
    noteSuite('harness', report.errors, 'error'),
    noteSuite('not played', report.notPlayed, 'skipped'),
    noteSuite('skipped', report.skipped, 'skipped'),
  ].filter(({ cases }) => cases.length > 0);
  const lines = element(
    'testsuites',
    {
      name: headline(report),
      ...counts(suites.flatMap(({ cases }) => cases)),
      time: seconds(report.durationMs / 1000),
      ...(report.startedAt === null ? {} : { timestamp: report.startedAt }),
    },
    [...propertyElements(runProperties(report)), ...suites.flatMap(suiteElement)],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`;
}

function suiteOf(play: Play): Suite {
  const { id, method, tls, underTest, verdict, durationMs, startedAt, file } = play;
  const cases = play.steps.flatMap(({ checks }) => checks.map((check) => checkCase(play, check)));
  const told = cases.some(({ ending }) => ending === 'error');
  return {
    name: playName(play),
    // A fault of the harness need not spoil a check, and must not be lost for that.
    cases: verdict === 'error' && !told ? [...cases, harnessCase(play)] : cases,
    seconds: durationMs / 1000,
    startedAt,
    file,
    properties: { scenario: id, method, tls, 'under-test': underTest, verdict },
  };
}

function checkCase(play: Play, check: CheckRow): Case {
  const { requirement, level, verdict, clause, cause, evidence, known } = check;
  const ending = endingOf(check);
  const properties = {
    requirement,
    verdict,
    level,
    clause,
    ...(cause === undefined ? {} : { cause }),
    ...(known === undefined ? {} : { 'known-until': known.expires, 'known-issue': known.issue }),
    evidence: evidence.join(' '),
  };
  return caseOf(requirement, ending, play, [...propertyElements(properties), ...endingElement(play, check, ending)]);
}

function endingElement(play: Play, check: CheckRow, ending: Ending | undefined): string[] {
  const message = verdictSentence(check);
  if (ending === 'skipped') return element('skipped', { message });
  if (ending !== undefined) return element(ending, { message, type: check.verdict }, detail(play, check));
  // A warning passes; its test case says so in its output.
  return check.verdict === 'pass' ? [] : element('system-out', {}, message);
}

/**
 * Where the run fails, so does the test case: a breach of a `shall`, an error, and a `shall` of which nothing could be told. A known deviation
 * is no pass either.
 */
function endingOf({ verdict, level, known }: CheckRow): Ending | undefined {
  if (verdict === 'error') return 'error';
  if (known !== undefined) return 'skipped';
  if (verdict === 'fail') return 'failure';
  if (verdict === 'inconclusive') return level === 'shall' ? 'error' : 'skipped';
  return verdict === 'not-applicable' ? 'skipped' : undefined;
}

function detail(play: Play, { expected, seen, clause, evidence }: CheckRow): string {
  return [
    `expected: ${expected}`,
    `seen:     ${seen}`,
    `clause:   ${clause}`,
    `scenario: ${play.file}`,
    `evidence: ${evidence.join(', ') || 'none'} (entries of the timeline in the run record)`,
  ].join('\n');
}

function harnessCase(play: Play): Case {
  const message = 'the harness failed while it played this; its record in evidence/ says how';
  return caseOf('harness', 'error', play, element('error', { message, type: 'error' }));
}

function caseOf(
  name: string,
  ending: Ending | undefined,
  { id, method, tls, file }: Play,
  lines: readonly string[],
): Case {
  // Jenkins splits the class at dots into packages: the TLS version must not have one.
  const classname = `${id}.${method}.tls${tls.replace('.', '_')}`;
  return { name, ending, lines: element('testcase', { classname, name, file, time: 0 }, lines) };
}

/** A run fails for entries that have had their day, too. */
function baselineNotes({ baseline }: Conformance): Note[] {
  const failing = (baseline?.entries ?? []).filter(isFailing);
  return failing.map(({ requirement, scenario, says }) => ({ test: `${requirement} in ${scenario}`, reason: says }));
}

function noteSuite(name: string, notes: readonly Note[], ending: Ending): Suite {
  const cases = notes.map(({ test, reason }) => {
    const told = element(ending, { message: reason, ...(ending === 'skipped' ? {} : { type: ending }) });
    return { name: test, ending, lines: element('testcase', { classname: name, name: test, time: 0 }, told) };
  });
  return { name, cases };
}

/** The counts of conformance.json, so that whoever reads only this file has them. */
function runProperties({ harness, target, ledger, summary }: Conformance): Properties {
  const { checks, scenarios: _, ...requirements } = summary;
  return {
    harness: `${harness.name} ${harness.version}`,
    ...(target === null ? {} : { target: target.name }),
    ledger: ledger.document,
    ...Object.fromEntries(Object.entries(requirements).map(([name, value]) => [`requirements.${name}`, value])),
    ...Object.fromEntries(Object.entries(checks).map(([name, value]) => [`checks.${name}`, value])),
  };
}

function suiteElement({ name, cases, file, startedAt, seconds: took = 0, properties }: Suite): string[] {
  return element(
    'testsuite',
    {
      name,
      ...counts(cases),
      time: seconds(took),
      ...(startedAt === undefined ? {} : { timestamp: startedAt }),
      ...(file === undefined ? {} : { file }),
    },
    [...(properties === undefined ? [] : propertyElements(properties)), ...cases.flatMap(({ lines }) => lines)],
  );
}

function propertyElements(properties: Properties): string[] {
  const each = Object.entries(properties).flatMap(([name, value]) =>
    element('property', { name, value: String(value) }),
  );
  return element('properties', {}, each);
}

function counts(cases: readonly Case[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const amount = (ending: Ending) => cases.filter((one) => one.ending === ending).length;
  return { tests: cases.length, failures: amount('failure'), errors: amount('error'), skipped: amount('skipped') };
}

function seconds(time: number): string {
  return time.toFixed(3);
}
