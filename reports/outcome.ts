/** What one Playwright test amounts to: a record to report on, or a reason why there is none. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestError, TestResult } from '@playwright/test/reporter';
import {
  failedChecks,
  failureOf,
  parseRunRecord,
  RUN_RECORD_ATTACHMENT,
  type RunRecord,
} from '../harness/evidence/run-record.ts';
import { SecretRegister } from '../harness/evidence/secrets.ts';

/** Reports know no secrets; this finds those that give themselves away. */
const unregistered = new SecretRegister();

/** A record, or errors, or a reason why there is nothing to report on. */
export interface Outcome {
  readonly record?: RunRecord | undefined;
  /** Errors that no record accounts for: faults of the harness. */
  readonly errors: readonly TestError[];
  /** Why the test was not to be played. */
  readonly skipped?: string | undefined;
  /** Why the test, which was to be played, was not. */
  readonly notPlayed?: string | undefined;
}

/** What a test amounts to after this result. */
export function outcomeOf(test: TestCase, result: TestResult): Outcome {
  const name = testName(test);
  const attachment = result.attachments.findLast((one) => one.name === RUN_RECORD_ATTACHMENT);
  if (attachment !== undefined) {
    try {
      const record = parseRunRecord(textOf(attachment), name);
      return { record, errors: result.errors.filter((error) => !isToldBy(record, error)) };
    } catch (error) {
      return { errors: [...result.errors, { message: error instanceof Error ? error.message : String(error) }] };
    }
  }
  if (result.status === 'skipped') {
    const notes = [...test.annotations, ...result.annotations];
    const reason = notes.findLast((note) => note.type === 'skip' && note.description)?.description;
    return { errors: [], ...(reason ? { skipped: reason } : { notPlayed: 'it was skipped without a reason' }) };
  }
  if (result.status === 'interrupted') return { errors: [], notPlayed: 'the run was interrupted' };
  if (result.errors.length > 0) return { errors: result.errors };
  return { errors: [{ message: `it ended as ${result.status} and left no run record, so nothing is proved by it` }] };
}

/** The test's own title with those around it, and its project where it has a name. */
export function testName(test: TestCase): string {
  const [, project, , ...titles] = test.titlePath();
  return [...(project ? [`[${project}]`] : []), titles.join(' › ')].join(' ');
}

/** What an error says, for people: no colours, no control characters, no secrets, and no stack. */
export function messageOf(error: TestError): string {
  return legible(error.message ?? error.value ?? 'an error without a message');
}

/** An error with its stack where it has one: for faults of the harness, which somebody has to find. */
export function stackOf(error: TestError): string {
  return error.stack ? legible(error.stack) : messageOf(error);
}

/** Text fit to be printed or written: what stood in it to drive a terminal, or as a secret, is gone; line ends stay. */
export function legible(text: string): string {
  const printable = stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');
  return unregistered.redact(printable);
}

/** {@link legible} text on one line. */
export function oneLine(text: string): string {
  return legible(text).replace(/\s+/g, ' ').trim();
}

/** After a merge of blobs the content is a file. @throws {Error} when that is gone; the message names no path. */
function textOf(attachment: TestResult['attachments'][number]): string {
  if (attachment.body !== undefined) return attachment.body.toString('utf8');
  try {
    return readFileSync(attachment.path ?? '', 'utf8');
  } catch {
    throw new Error(
      'its run record is gone: the attached file cannot be read; keep blobs and attachments until merged',
    );
  }
}

/** True when an error only repeats what the record says: it names one of the checks for which the test fails. */
export function isToldBy(record: RunRecord, error: TestError): boolean {
  const message = stripVTControlCharacters(error.message ?? error.value ?? '');
  const failure = failureOf(record);
  if (failure !== undefined && message.includes(failure)) return true;
  return failedChecks(record).some(
    ({ requirement, reason }) => message.includes(requirement) || message.includes(reason),
  );
}
