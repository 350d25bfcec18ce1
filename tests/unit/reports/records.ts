/** Hand-built run records: short to write, whole enough to be valid. */
import { type Verdict, worst } from '../../../harness/checks/judgement.ts';
import type { RunRecord, RunRecordCheck } from '../../../harness/evidence/run-record.ts';
import type { ReportMeta } from '../../../reports/conformance.ts';
import type { LedgerRow } from '../../../reports/requirement-rows.ts';

/** A ledger of few rows, two roles. */
export const LEDGER: ReportMeta['ledger'] = {
  document: '3GPP TS 33.122 clause 6.8',
  requirements: [
    row('S0-tls-session', 'shall', ['ccf']),
    row('S0-tls-version', 'shall', ['ccf', 'aef']),
    row('S3-aefpsk-deleted', 'shall', ['ccf']),
    row('S6-torn-down', 'shall', ['ccf']),
    row('S6-close-notify', 'should', ['ccf']),
    row('S7-order', 'info', ['ccf']),
    row('S9-torn-down', 'shall', ['aef']),
    row('S10-acknowledged', 'shall', ['aef']),
  ],
};

export const META: ReportMeta = { harness: { name: 'capif-conformance', version: '0.1.0' }, ledger: LEDGER };

function row(id: string, level: LedgerRow['level'], roles: LedgerRow['roles']): LedgerRow {
  const step = Number(/\d+/.exec(id)?.[0]);
  return { id, step, level, clause: `TS 33.122 6.8 step ${step}`, roles };
}

/** One judgement. */
export function check(requirement: string, verdict: Verdict, changes: Partial<RunRecordCheck> = {}): RunRecordCheck {
  const level = LEDGER.requirements.find(({ id }) => id === requirement)?.level ?? 'shall';
  return {
    requirement,
    level,
    verdict,
    expected: `${requirement} to hold`,
    seen: `what makes it ${verdict}`,
    reason: `expected ${requirement} to hold; saw what makes it ${verdict} (TS 33.122 6.8)`,
    ...(verdict === 'inconclusive' ? { cause: 'precondition-failed' } : {}),
    clause: 'TS 33.122 6.8',
    evidence: [1],
    location: { file: 'scenarios/ccf/x.yaml', line: 3, column: 5 },
    ...changes,
  };
}

/** The record of a scenario whose checks all belong to the step that their ids name. */
export function record(checks: readonly RunRecordCheck[], changes: Partial<RunRecord> = {}): RunRecord {
  const stepOf = (one: RunRecordCheck) => Number(/\d+/.exec(one.requirement)?.[0] ?? 0);
  const location = { file: 'scenarios/ccf/x.yaml', line: 2, column: 5 };
  return {
    schemaVersion: '1',
    scenario: 'ccf-offboarding-psk',
    title: 'A CCF offboards an invoker',
    file: 'scenarios/ccf/x.yaml',
    underTest: 'ccf',
    method: 'psk',
    tls: '1.2',
    target: { name: 'Acme CCF 2.1', role: 'ccf', dialect: 'ts29222', claims: { edition: 'change-1' } },
    ledger: { document: LEDGER.document, edition: 'change-1' },
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMs: 210,
    verdict: worst(checks.map((one) => one.verdict)),
    steps: [...new Set(checks.map(stepOf))].map((step) => ({
      step,
      title: `step ${step}`,
      location,
      did: [],
      checks: checks.filter((one) => stepOf(one) === step),
    })),
    timeline: [
      {
        kind: 'action',
        action: 'onboard',
        subject: 'victim',
        ok: true,
        detail: '',
        facts: {},
        evidence: [],
        seq: 1,
        at: 1,
        step: 0,
      },
    ],
    ...changes,
  };
}

/** A run with something of everything: every verdict, an unjudged requirement, two methods. */
export const MIXED: readonly RunRecord[] = [
  record([
    check('S0-tls-session', 'pass'),
    check('S0-tls-version', 'pass'),
    check('S6-torn-down', 'fail', { seen: 'no end within 5000 ms | <silence>' }),
    check('S6-close-notify', 'warn'),
  ]),
  record([check('S0-tls-session', 'pass'), check('S3-aefpsk-deleted', 'inconclusive'), check('S6-torn-down', 'pass')], {
    scenario: 'ccf-offboarding-pki',
    method: 'pki',
    tls: '1.3',
    startedAt: '2026-01-31T12:00:01.000Z',
  }),
];
