/**
 * The shape of `conformance.json`: the report that programs read.
 *
 * Members may be added within a schema version; none is removed, renamed or given another meaning.
 */
import { z } from 'zod';
import { STANDINGS } from '../harness/baseline/standing.ts';
import { VERDICTS } from '../harness/checks/judgement.ts';
import {
  BaselineEntry,
  ClaimFinding,
  KnownDeviation,
  Leftover,
  RunRecord,
  TargetRecord,
} from '../harness/evidence/run-record.ts';
import { ROLES } from '../scenarios/requirements/ledger.ts';

const level = z.enum(['shall', 'should', 'info']);
const verdict = z.enum(VERDICTS);
const amount = z.int().min(0);

const Counts = z.object({
  pass: amount,
  warn: amount,
  fail: amount,
  inconclusive: amount,
  notApplicable: amount,
  error: amount,
});
export type Counts = z.infer<typeof Counts>;

const Summary = Counts.extend({
  complete: z
    .boolean()
    .describe(
      'Every scenario that was to be played was played, every requirement of the tested roles was judged, and nothing ended in an error; incompleteBecause says what is missing. Says nothing of passing or failing.',
    ),
  unjudged: amount.describe('Requirements of the tested roles that no scenario judged.'),
  known: amount
    .optional()
    .describe('Requirements that did not pass, each time as the baseline says beforehand. Absent without a baseline.'),
  checks: Counts.describe('Counts of single judgements: a requirement counts once for every scenario that judged it.'),
  scenarios: Counts.describe('Counts of playings of scenarios.'),
}).describe('The verdict counts count requirements, each once with the worst verdict it got.');

const RequirementRow = z.object({
  id: z.string(),
  step: z.int().min(0).max(10).describe('Step of TS 33.122 clause 6.8 that the requirement belongs to.'),
  level,
  clause: z.string(),
  roles: z.array(z.enum(ROLES)).describe('The roles that it was judged for.'),
  verdict: verdict.describe('The worst over all its checks.'),
  scenarios: z.array(z.string()).describe('Ids of the scenarios that judged it.'),
  known: z
    .literal(true)
    .optional()
    .describe('Whatever kept it from passing is a known deviation; the verdict stays what it is.'),
});
export type RequirementRow = z.infer<typeof RequirementRow>;

const CheckRow = z.object({
  requirement: z.string(),
  level,
  verdict,
  expected: z.string(),
  seen: z.string(),
  reason: z.string().describe('One sentence: what was expected, what was seen, and the clause.'),
  cause: z.string().optional().describe('Why nothing could be told, or the claim that makes it not applicable.'),
  clause: z.string(),
  evidence: z.array(z.int().min(1)).describe('Sequence numbers of entries in the timeline of the run record.'),
  known: KnownDeviation.optional().describe('The entry of the baseline that says so beforehand; never beside a pass.'),
});
export type CheckRow = z.infer<typeof CheckRow>;

const Play = z.object({
  id: z.string(),
  title: z.string(),
  file: z.string(),
  underTest: RunRecord.shape.underTest,
  method: RunRecord.shape.method,
  tls: RunRecord.shape.tls,
  startedAt: z.iso.datetime(),
  durationMs: z.number().min(0),
  verdict,
  notApplicableBecause: z.string().optional(),
  latencies: z
    .object({
      teardown: z.number().optional().describe('To the first sign of ending the TLS session.'),
      notification: z.number().optional().describe('To the first Event notification.'),
      deletion: z.number().optional().describe('No more than that: when everything had been asked for and refused.'),
    })
    .optional()
    .describe('Milliseconds from the success response of the CCF, or the acknowledgement of the AEF, under test.'),
  steps: z.array(z.object({ step: z.int().min(0).max(10), title: z.string(), checks: z.array(CheckRow) })),
});
export type Play = z.infer<typeof Play>;

const BaselineReport = z.object({
  file: z.string(),
  entries: z.array(
    BaselineEntry.extend({
      standing: z
        .enum(STANDINGS)
        .describe('What became of the entry; for stale, other-words and expired the run fails.'),
      excused: amount.describe('Checks that it excused.'),
      says: z.string().describe('One sentence.'),
    }),
  ),
});

const Tolerated = z.object({
  id: z.string(),
  dialect: z.string(),
  statement: z.string().describe('What the target does, and what the harness did about it.'),
  clause: z.string().describe('What says otherwise.'),
  scenarios: z.array(z.string()).describe('Ids of the scenarios in which it was met.'),
});

const Note = z.object({ test: z.string(), reason: z.string() });
/** A test of which there is something to say but no record to judge by. */
export type Note = z.infer<typeof Note>;

/** What a run proved about a target, and what it did not. */
export const Conformance = z
  .object({
    schemaVersion: z.literal('1'),
    harness: z.object({ name: z.string(), version: z.string() }),
    target: TargetRecord.nullable().describe('null when no scenario left a record.'),
    roles: z.array(z.enum(ROLES)).describe('The roles that were tested.'),
    ledger: z.object({ document: z.string(), edition: z.string().nullable() }),
    startedAt: z.iso.datetime().nullable().describe('When the first scenario started.'),
    durationMs: z.number().min(0).describe('From the start of the first scenario to the end of the last.'),
    summary: Summary,
    incompleteBecause: z.array(z.string()).describe('One sentence for each thing that is missing.'),
    requirements: z.array(RequirementRow).describe('In the order of the ledger.'),
    unjudged: z.array(z.string()).describe('Ids of requirements of the tested roles that no scenario judged.'),
    scenarios: z.array(Play).describe('By id, method and TLS version; a scenario is here once for every playing.'),
    baseline: BaselineReport.optional().describe('Absent when the run had no known deviations.'),
    tolerated: z
      .array(Tolerated)
      .optional()
      .describe(
        'Deviations that the harness worked round in order to go on; no verdict is about them. Absent when there were none.',
      ),
    leftovers: z
      .array(Leftover)
      .optional()
      .describe('What is still at the target when the run is over, and why; absent when nothing is.'),
    claimFindings: z
      .array(ClaimFinding.omit({ evidence: true }).extend({ scenarios: z.array(z.string()) }))
      .optional()
      .describe('Claims of the target that were contradicted by what was seen; absent when none was.'),
    errors: z.array(Note).describe('Tests that ended in an error of the harness, and what it was.'),
    notPlayed: z.array(Note).describe('Tests that were to be played and were not, and why.'),
    skipped: z.array(Note).describe('Tests that were not to be played, and why.'),
  })
  .meta({ title: 'CAPIF offboarding conformance report' });
export type Conformance = z.infer<typeof Conformance>;

/** The same shape as JSON Schema (draft 2020-12). */
export function conformanceJsonSchema(): object {
  return z.toJSONSchema(Conformance);
}
