/** Whether a report and the records beside it belong together. */
import { parseRunRecord, type RunRecord } from '../../harness/evidence/run-record.ts';
import { Conformance, type Play } from '../conformance-schema.ts';
import { requirementRows } from '../requirement-rows.ts';
import { playName } from '../words.ts';
import type { Files } from './archive.ts';
import { REPORT, textOf } from './manifest.ts';

const RECORD = /^evidence\/.+\.json$/;

/** What is missing, is too much, or is of another run: one sentence each. Every playing has a record of its own, however often it was repeated. */
export function evidenceProblems(files: Files): string[] {
  const report = readReport(files);
  if (typeof report === 'string') return [report];
  const problems: string[] = [];
  const left = [...report.scenarios];
  for (const [path, bytes] of files) {
    if (!RECORD.test(path)) continue;
    const record = readRecord(path, bytes);
    if (typeof record === 'string') {
      problems.push(record);
      continue;
    }
    const name = playName({ id: record.scenario, method: record.method, tls: record.tls });
    const isOf = (play: Play) => playName(play) === name && play.startedAt === record.startedAt;
    const same = left.findIndex((play) => isOf(play) && verdictsOf(play) === verdictsOf(record));
    const its = same >= 0 ? same : left.findIndex(isOf);
    if (its >= 0) {
      left.splice(its, 1);
      if (same < 0) problems.push(`${path} has other verdicts than ${REPORT}`);
    } else if (report.scenarios.some(isOf)) problems.push(`${path} tells of ${name} once more than ${REPORT}`);
    else if (report.scenarios.some((play) => playName(play) === name)) {
      problems.push(`${path} is of another run than ${REPORT}`);
    } else problems.push(`${path} tells of ${name}, which ${REPORT} does not know`);
  }
  const repeated = (name: string) => report.scenarios.filter((play) => playName(play) === name).length > 1;
  const missing = left.map(
    (play) => `${playName(play)}${repeated(playName(play)) ? `, played ${play.startedAt},` : ''}`,
  );
  return [...problems, ...missing.map((name) => `the evidence of ${name} is missing`), ...contradictions(report)];
}

/** What the report says of a requirement is the worst that its playings say. */
function contradictions({ requirements, scenarios }: Conformance): string[] {
  const judged = new Map(requirementRows(scenarios, []).map((row) => [row.id, row.verdict]));
  return requirements.flatMap(({ id, verdict }) => {
    const told = judged.get(id) ?? 'nothing';
    return told === verdict ? [] : [`${REPORT} says ${verdict} of ${id}, where its playings say ${told}`];
  });
}

/** Every verdict, in order. */
function verdictsOf({ steps }: Pick<Play | RunRecord, 'steps'>): string {
  return JSON.stringify(steps.map(({ checks }) => checks.map(({ requirement, verdict }) => [requirement, verdict])));
}

function readReport(files: Files): Conformance | string {
  try {
    return Conformance.parse(JSON.parse(textOf(files.get(REPORT))));
  } catch {
    return `${REPORT} is no report that this version of the harness can read`;
  }
}

function readRecord(path: string, bytes: Uint8Array): RunRecord | string {
  try {
    return parseRunRecord(textOf(bytes), path);
  } catch {
    return `${path} is no run record that this version of the harness can read`;
  }
}
