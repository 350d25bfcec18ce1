/**
 * What allure-playwright is told so that its results speak of requirements.
 *
 * Everything comes from the run record that a test attaches, nothing from code that runs beside the test, so that a merge of shards writes the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment, StepResult, TestResult } from 'allure-js-commons';
import type { AllureReporter } from 'allure-playwright';
import { parseRunRecord, RUN_RECORD_ATTACHMENT, type RunRecord } from '../../harness/evidence/run-record.ts';
import { SecretRegister } from '../../harness/evidence/secrets.ts';
import { harnessIdentity } from '../harness.ts';
import { sequenceDiagram } from '../html/diagram/draw.ts';
import { isToldBy, legible } from '../outcome.ts';
import { harnessFailure, judgementsOf, recordlessResult, requirementResult, untoldFault } from './result.ts';
import { CATEGORIES } from './verdicts.ts';

/** The options of allure-playwright, which does not export their name. */
export type AllureOptions = ConstructorParameters<typeof AllureReporter>[0];

/** Reports know no secrets; this finds those that give themselves away. */
const unregistered = new SecretRegister();

/**
 * Options for allure-playwright.
 *
 * @param resultsDir - Where the results go, as an absolute path. The conformance reporter empties it when a run begins.
 */
export function allureOptions(resultsDir: string): AllureOptions {
  // The first record completes it; allure-playwright writes it when the run ends.
  const environmentInfo = harnessInfo();
  return {
    resultsDir,
    // The steps of the scenario, without those of Playwright's own fixtures.
    detail: false,
    environmentInfo,
    categories: CATEGORIES,
    listeners: [
      {
        beforeTestResultWrite: (whole) => {
          redactTexts(whole, resultsDir);
          const record = recordOf(whole, resultsDir);
          if (record !== undefined) Object.assign(environmentInfo, targetInfo(record));
          const [first, ...others] =
            record === undefined ? [recordlessResult(whole)] : partsOf(whole, record, resultsDir);
          for (const part of others) write(resultsDir, `${part.uuid}-result.json`, part);
          // allure-playwright goes on to write what it holds.
          Object.assign(whole, unregistered.redact(first));
        },
      },
    ],
  };
}

/** One result for each judgement, and one for what no judgement tells of. They share the drawing of what happened. */
function partsOf(whole: TestResult, record: RunRecord, resultsDir: string): TestResult[] {
  const diagram = { name: 'sequence diagram', type: 'image/svg+xml', source: `${whole.uuid}-attachment.svg` };
  writeFileSync(join(resultsDir, diagram.source), sequenceDiagram(record));
  const judged = judgementsOf(record).map((judgement) => {
    const result = requirementResult(whole, record, judgement);
    const evidence = evidenceFile(result.uuid, record, judgement.check.evidence, resultsDir);
    return { ...result, attachments: [...result.attachments, diagram, ...evidence] };
  });
  const message = whole.statusDetails.message;
  const crash = message !== undefined && !isToldBy(record, { message }) ? message : untoldFault(record);
  return crash === undefined ? judged : [...judged, harnessFailure(whole, record, crash)];
}

/** The entries of the timeline that a verdict rests on, as an attachment of its own. */
function evidenceFile(uuid: string, record: RunRecord, cited: readonly number[], resultsDir: string): Attachment[] {
  const entries = record.timeline.filter(({ seq }) => cited.includes(seq));
  if (entries.length === 0) return [];
  const source = `${uuid}-attachment.json`;
  write(resultsDir, source, entries);
  return [{ name: 'evidence', type: 'application/json', source }];
}

/** The run record that allure-playwright has put beside its results; undefined when there is none that can be read. */
function recordOf(whole: TestResult, resultsDir: string): RunRecord | undefined {
  const attached = attachmentsOf(whole).findLast(({ name }) => name === RUN_RECORD_ATTACHMENT);
  if (attached === undefined) return undefined;
  try {
    return parseRunRecord(readFileSync(join(resultsDir, attached.source), 'utf8'), whole.name ?? 'a test');
  } catch (error) {
    whole.statusDetails = { message: error instanceof Error ? error.message : String(error) };
    return undefined;
  }
}

/** What a test printed, and what Playwright notes of an error, may hold anything; the reporter shows it without secrets, and so does Allure. */
function redactTexts(whole: TestResult, resultsDir: string): void {
  for (const { type = '', source } of attachmentsOf(whole)) {
    if (!type.startsWith('text/')) continue;
    const file = join(resultsDir, source);
    writeFileSync(file, legible(readFileSync(file, 'utf8')));
  }
}

function attachmentsOf(result: TestResult | StepResult): Attachment[] {
  return [...result.attachments, ...result.steps.flatMap(attachmentsOf)];
}

function write(resultsDir: string, name: string, json: object): void {
  writeFileSync(join(resultsDir, name), JSON.stringify(unregistered.redact(json)));
}

function harnessInfo(): Record<string, string> {
  const { name, version } = harnessIdentity();
  return { harness: `${name} ${version}`, 'Node.js': process.version, platform: process.platform };
}

function targetInfo({ target, ledger }: RunRecord): Record<string, string> {
  const claims = Object.entries(target.claims).map(([name, value]) => [
    `claim ${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    target: target.name,
    role: target.role,
    dialect: target.dialect,
    ledger: `${ledger.document}, edition ${ledger.edition}`,
    ...Object.fromEntries(claims),
  };
}
