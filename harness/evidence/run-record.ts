/**
 * The record of one played scenario: everything that any report is made from.
 *
 * It travels as a Playwright attachment, so that a report of merged shards and a report of one run read the same bytes.
 * It is plain JSON with a version of its own: who reads it need not be who wrote it.
 */
import { z } from 'zod';
import type { SecretRegister } from './secrets.ts';
import { shortened } from './shorten.ts';
import type { Entry } from './timeline.ts';

/** Name of the attachment (content type `application/json`) that carries the record of a test. */
export const RUN_RECORD_ATTACHMENT = 'capif-run-record';

// The words are written out rather than imported: they are what version 1 of the record means by them, whatever the ledger
// and the checks come to say later. A test holds them together.
const verdicts = ['not-applicable', 'pass', 'warn', 'inconclusive', 'fail', 'error'] as const;
const roles = ['ccf', 'aef', 'invoker'] as const;
const methods = ['psk', 'pki', 'oauth'] as const;

/** Where something is written: a scenario file relative to the working directory, line and column counted from 1. */
const SourceLocation = z.object({ file: z.string(), line: z.int().min(1), column: z.int().min(1) });

/** The entry of the baseline that speaks of a deviation: agreed on, followed up, and for a time only. */
export const KnownDeviation = z.object({
  /** Number of the entry in the baseline, from 1. */
  entry: z.int().min(1).describe('Number of the entry in the baseline, from 1.'),
  reason: z.string(),
  issue: z.string().describe('Where it is followed up.'),
  expires: z.iso.date().describe('The last day on which it counts as known, UTC.'),
});
export type KnownDeviation = Readonly<z.infer<typeof KnownDeviation>>;

/** An entry of the baseline, as it was in force for the run. */
export const BaselineEntry = KnownDeviation.omit({ entry: true }).extend({
  requirement: z.string(),
  scenario: z.string().describe('Pattern of the playings that it speaks of.'),
  words: z.string().describe('Must occur in what was seen.'),
  line: z.int().min(1),
  column: z.int().min(1),
  playings: z.int().min(0).describe('How many playings a whole run has that judge it.'),
});
export type BaselineEntry = Readonly<z.infer<typeof BaselineEntry>>;

/** The known deviations that a run was played with. */
export const Baseline = z.object({ file: z.string(), entries: z.array(BaselineEntry).readonly() });
export type Baseline = Readonly<z.infer<typeof Baseline>>;

const CheckRecord = z.object({
  /** Id of a row of the ledger, e.g. `S6-torn-down`. */
  requirement: z.string().min(1),
  level: z.enum(['shall', 'should', 'info']),
  verdict: z.enum(verdicts),
  expected: z.string(),
  seen: z.string(),
  /** What was seen, thing by thing; absent where it is one. A known deviation has to foresee each. */
  parts: z.array(z.string()).readonly().optional(),
  /** One sentence for people: what was expected, what was seen, and the clause. */
  reason: z.string(),
  /** Why nothing could be told (an `InconclusiveCause`), or the claim that makes the requirement not applicable. */
  cause: z.string().optional(),
  clause: z.string(),
  /** Sequence numbers of the entries of {@link RunRecord.timeline} that the verdict rests on. */
  evidence: z.array(z.int().min(1)).readonly(),
  /** The one of them that decided; absent where that is the last. Only a diagram needs it. */
  decisive: z.int().min(1).optional(),
  location: SourceLocation,
  /** Present when the verdict is no pass and the baseline says so beforehand. It does not change the verdict. */
  known: KnownDeviation.optional(),
});

const StepRecord = z.object({
  /** Number of the step of clause 6.8; a scenario may come back to a step. */
  step: z.int().min(0).max(10),
  title: z.string(),
  location: SourceLocation,
  /** What was done, asked and awaited, in order, in words for people. */
  did: z.array(z.string()).readonly(),
  checks: z.array(CheckRecord).readonly(),
});

/** The implementation under test, as its target file describes it. */
export const TargetRecord = z.object({
  name: z.string(),
  role: z.enum([...roles, 'reference']),
  dialect: z.string(),
  /** Its claims (ICS), as they were in force for the run. */
  claims: z.record(z.string(), z.unknown()),
  /** How long things may take, in milliseconds, as it was in force for the run; absent in older records. */
  timing: z.record(z.string(), z.number()).optional(),
});

/** Something of ours that stayed at the target when the scenario was over, and why. */
export const Leftover = z.object({ what: z.string(), why: z.string() });
export type Leftover = Readonly<z.infer<typeof Leftover>>;

/** A claim of the target that what was seen contradicts. */
export const ClaimFinding = z.object({
  claim: z.string().describe('Key below `claims` of the target file.'),
  claimed: z.string(),
  seen: z.string(),
  evidence: z.array(z.int().min(1)).readonly(),
});
export type ClaimFinding = Readonly<z.infer<typeof ClaimFinding>>;

/** The timeline was typed when it was recorded; on reading, only what orders and places an entry is looked at. */
const TimelineEntry = z.custom<Entry>(isStamped, 'an entry has a kind (text) and the numbers seq, at and step');

function isStamped(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return typeof entry.kind === 'string' && [entry.seq, entry.at, entry.step].every((number) => Number.isFinite(number));
}

/** What one scenario, played once with one security method and one TLS version, did, saw and proved. */
export const RunRecord = z
  .object({
    schemaVersion: z.literal('1'),
    /** Id of the scenario, e.g. `ccf-offboarding-psk`. */
    scenario: z.string().min(1),
    title: z.string(),
    /** The scenario's file, relative to the working directory. */
    file: z.string(),
    underTest: z.enum(roles),
    method: z.enum(methods),
    /** TLS version of the session of step 0. */
    tls: z.enum(['1.2', '1.3']),
    target: TargetRecord,
    /** Which text the requirements come from. */
    ledger: z.object({ document: z.string(), edition: z.string() }),
    /** By the calendar, UTC, e.g. `2026-01-31T12:00:00.000Z`. */
    startedAt: z.iso.datetime(),
    durationMs: z.number().min(0),
    /** The worst of the checks, or worse: `error` when the harness failed. */
    verdict: z.enum(verdicts),
    /**
     * The claim that rules the whole scenario out, in a sentence. The steps then still list their checks, each
     * `not-applicable`, so that a requirement which a claim rules out is told from one that nobody looked at.
     */
    notApplicableBecause: z.string().optional(),
    steps: z.array(StepRecord).readonly(),
    timeline: z.array(TimelineEntry).readonly(),
    /** What could not be taken away again from the target, or was to stay; absent when nothing did. */
    leftovers: z.array(Leftover).readonly().optional(),
    /** Claims that the recording contradicts; absent when there are none. */
    claimFindings: z.array(ClaimFinding).readonly().optional(),
    /** Absent when the run had none. The same in every record of a run, so that a report of merged shards has all of it. */
    baseline: Baseline.optional(),
    /**
     * Every playing that the scenarios have for the target, as `id · method · TLS version`, the same in every record of a run: a report knows by it
     * what a filter left out.
     */
    planned: z.array(z.string()).readonly().optional(),
  })
  .superRefine((record, context) => {
    const checks = record.steps.flatMap((step) => step.checks);
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['verdict'], message });
    if (record.notApplicableBecause !== undefined) {
      const all = [record, ...checks].every(({ verdict }) => verdict === 'not-applicable');
      if (checks.length > 0 && all) return;
      refuse('a scenario with notApplicableBecause lists its checks, and all of them and itself are not-applicable');
    } else if (checks.length === 0) {
      if (record.verdict !== 'error')
        refuse(`${record.verdict} without a single check: nothing was proved, so it is error`);
    } else {
      const worse = checks.find(({ verdict }) => verdicts.indexOf(verdict) > verdicts.indexOf(record.verdict));
      if (worse) refuse(`${record.verdict} is better than ${worse.verdict}, the verdict of ${worse.requirement}`);
    }
  });

export type RunRecord = Readonly<z.infer<typeof RunRecord>>;
export type RunRecordStep = RunRecord['steps'][number];
export type RunRecordCheck = RunRecordStep['checks'][number];

/**
 * The checks for which a test fails: breaches of a `shall`, errors, and a `shall` of which nothing could be told. Known deviations
 * are not among them.
 */
export function failedChecks(record: RunRecord): RunRecordCheck[] {
  return record.steps.flatMap((step) =>
    step.checks.filter(
      ({ verdict, level, known }) =>
        verdict === 'error' ||
        (known === undefined && (verdict === 'fail' || (verdict === 'inconclusive' && level === 'shall'))),
    ),
  );
}

/** What went wrong inside the harness while the scenario was played, in words for people. */
export function faultsOf(record: RunRecord): string[] {
  return record.timeline.flatMap((entry) => (entry.kind === 'fault' ? [entry.message] : []));
}

/**
 * The message with which the test of this record fails, or undefined when it passes. A report that finds this message on
 * a failed test knows that the record tells all of it; any other message is a fault of the harness.
 */
export function failureOf(record: RunRecord): string | undefined {
  const checks = failedChecks(record).map(({ requirement, reason }) => `${requirement}: ${reason}`);
  if (checks.length > 0) return checks.join('\n');
  return record.verdict === 'error'
    ? `the harness failed: ${faultsOf(record).join('; ') || 'no check was made'}`
    : undefined;
}

/**
 * The record as JSON text, ready to be attached: every secret of `secrets` replaced by its fingerprint, long bodies cut ({@link shortened}).
 *
 * @throws {Error} when the record breaks its schema; the message names each wrong member and never its value.
 */
export function serializeRunRecord(record: RunRecord, secrets: SecretRegister): string {
  const redacted = secrets.redact(checked(record, 'the run record to be written'));
  // Not before: of a secret that the cut went through, a part would be left that nobody knows.
  return JSON.stringify({ ...redacted, timeline: shortened(redacted.timeline) });
}

/**
 * Reads a record from the text of an attachment.
 *
 * @param from - Names the attachment in errors, e.g. the test's title.
 * @throws {Error} when it is not JSON, of another schema version, or not a record; the message names each wrong member.
 */
export function parseRunRecord(text: string, from: string): RunRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`the run record of ${from} is not JSON (${text.length} characters): was the attachment cut off?`);
  }
  return checked(json, `the run record of ${from}`);
}

function checked(json: unknown, what: string): RunRecord {
  const version = typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (version !== '1') {
    throw new Error(
      `${what} has schemaVersion ${JSON.stringify(version)}, not "1": play and report with the same version of the harness`,
    );
  }
  const record = RunRecord.safeParse(json);
  if (record.success) return record.data;
  const issues = record.error.issues.map((issue) => `${issue.path.join('.') || 'the record'}: ${issue.message}`);
  throw new Error(`${what} breaks its schema: ${issues.join('; ')}`);
}
