import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { VERDICTS, worst } from '../../../harness/checks/judgement.ts';
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import { Conformance, conformanceJsonSchema, conformanceOf } from '../../../reports/conformance.ts';
import { headline } from '../../../reports/headline.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { COLUMNS, conformanceTable, tableRows } from '../../../reports/table.ts';
import { expect, test } from '../../support/test.ts';
import { check, LEDGER, META, MIXED, record } from './records.ts';

/** Any run: scenarios of any verdicts, for one or two roles. */
const anyRun: fc.Arbitrary<RunRecord[]> = fc.array(
  fc
    .record({
      scenario: fc.constantFrom('a', 'b', 'c'),
      method: fc.constantFrom('psk' as const, 'pki' as const, 'oauth' as const),
      tls: fc.constantFrom('1.2' as const, '1.3' as const),
      underTest: fc.constantFrom('ccf' as const, 'aef' as const),
      durationMs: fc.nat(9999),
      startedAt: fc.nat(99999).map((ms) => new Date(1.7e12 + ms).toISOString()),
      checks: fc.array(
        fc.tuple(
          fc.constantFrom(...LEDGER.requirements.map(({ id }) => id), 'S2-not-in-ledger'),
          fc.constantFrom(...VERDICTS),
        ),
        { minLength: 1, maxLength: 8 },
      ),
    })
    .map(({ checks, ...rest }) =>
      record(
        checks.map(([id, verdict]) => check(id, verdict)),
        rest,
      ),
    ),
  { maxLength: 8 },
);

test('the report of a run with something of everything', () => {
  const report = conformanceOf(MIXED, META);
  expect(report.requirements.map(({ id, verdict, scenarios }) => [id, verdict, scenarios])).toEqual([
    ['S0-tls-session', 'pass', ['ccf-offboarding-pki', 'ccf-offboarding-psk']],
    ['S0-tls-version', 'pass', ['ccf-offboarding-psk']],
    ['S3-aefpsk-deleted', 'inconclusive', ['ccf-offboarding-pki']],
    ['S6-torn-down', 'fail', ['ccf-offboarding-pki', 'ccf-offboarding-psk']],
    ['S6-close-notify', 'warn', ['ccf-offboarding-psk']],
  ]);
  expect(report.unjudged).toEqual(['S7-order']);
  expect(report.incompleteBecause).toEqual(['No scenario judged 1 requirement of the tested roles.']);
  expect(report.summary).toMatchObject({
    pass: 2,
    warn: 1,
    fail: 1,
    inconclusive: 1,
    error: 0,
    complete: false,
    unjudged: 1,
  });
  expect(report.summary.checks).toMatchObject({ pass: 4, warn: 1, fail: 1, inconclusive: 1 });
  expect(report.summary.scenarios).toMatchObject({ pass: 0, fail: 1, inconclusive: 1 });
  expect([report.startedAt, report.durationMs]).toEqual(['2026-01-31T12:00:00.000Z', 1210]);
  expect(report.scenarios.map(({ id }) => id)).toEqual(['ccf-offboarding-pki', 'ccf-offboarding-psk']);
  expect(report.scenarios[1]?.steps[0]?.checks[0]).toEqual({
    requirement: 'S0-tls-session',
    level: 'shall',
    verdict: 'pass',
    expected: 'S0-tls-session to hold',
    seen: 'what makes it pass',
    reason: 'expected S0-tls-session to hold; saw what makes it pass (TS 33.122 6.8)',
    clause: 'TS 33.122 6.8',
    evidence: [1],
  });
});

test('any order of the records gives the same report', () => {
  const shuffled = anyRun.chain((records) =>
    fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
  );
  fc.assert(
    fc.property(shuffled, ([records, others]) => {
      expect(JSON.stringify(conformanceOf(others, META))).toBe(JSON.stringify(conformanceOf(records, META)));
    }),
  );
});

test('playings are in order of id, method as in clause 6.5.2, TLS version and time', () => {
  const play = (scenario: string, method: RunRecord['method'], tls: RunRecord['tls'], second: number) =>
    record([check('S6-torn-down', 'pass')], { scenario, method, tls, startedAt: `2026-01-31T12:00:0${second}.000Z` });
  const ordered = [
    play('a', 'psk', '1.2', 5),
    play('a', 'psk', '1.2', 6),
    play('a', 'psk', '1.3', 1),
    play('a', 'pki', '1.2', 4),
    play('a', 'oauth', '1.2', 3),
    play('b', 'psk', '1.2', 2),
  ];
  const report = conformanceOf([...ordered].reverse(), META);
  expect(report.scenarios.map(({ id, startedAt }) => [id, startedAt])).toEqual(
    ordered.map(({ scenario, startedAt }) => [scenario, startedAt]),
  );
});

test('every report is valid by its zod schema and by its JSON Schema', () => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(conformanceJsonSchema());
  fc.assert(
    fc.property(anyRun, (records) => {
      const report: unknown = JSON.parse(JSON.stringify(conformanceOf(records, META)));
      expect(Conformance.parse(report)).toEqual(report);
      expect([valid(report), valid.errors]).toEqual([true, null]);
    }),
  );
});

test('the JSON Schema refuses a report whose summary lacks a count', () => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(conformanceJsonSchema());
  const { fail: _, ...summary } = conformanceOf(MIXED, META).summary;
  expect(valid({ ...conformanceOf(MIXED, META), summary })).toBe(false);
});

test('conformance, table and summary agree: each requirement is counted once and the counts add up', () => {
  fc.assert(
    fc.property(anyRun, (records) => {
      const report = conformanceOf(records, META);
      const { pass, warn, fail, inconclusive, error, notApplicable, unjudged } = report.summary;
      const totals = [pass, warn, fail, inconclusive, error, notApplicable, unjudged];
      const all = tableRows(report).find((row) => row.step === 'all');
      expect(COLUMNS.map(({ column }) => all?.ids[column].length)).toEqual(totals);
      const steps = tableRows(report).filter((row) => row.step !== 'all');
      const sums = COLUMNS.map(({ column }) => steps.reduce((sum, row) => sum + row.ids[column].length, 0));
      expect(sums).toEqual(totals);
      expect(totals.reduce((a, b) => a + b)).toBe(report.requirements.length + report.unjudged.length);
      const line = conformanceTable(report)
        .split('\n')
        .find((one) => one.includes('All steps'));
      expect(line?.match(/\d+|·/g)?.map((cell) => Number(cell.replace('·', '0')))).toEqual(totals);
      if (records.length === 0) return;
      expect(summaryMarkdown(report)).toContain(`| all | All steps | ${totals.join(' | ')} |`);
      expect(numbersIn(headline(report))).toEqual([
        totals.reduce((a, b) => a + b),
        pass,
        ...[warn, fail, inconclusive, error, notApplicable, unjudged].filter((n) => n > 0),
      ]);
    }),
  );
});

test('aggregation only worsens: no requirement or scenario is better than its worst check', () => {
  fc.assert(
    fc.property(anyRun, (records) => {
      const report = conformanceOf(records, META);
      const checks = report.scenarios.flatMap((play) => play.steps.flatMap((step) => step.checks));
      for (const row of report.requirements) {
        expect(row.verdict).toBe(worst(checks.filter((one) => one.requirement === row.id).map((one) => one.verdict)));
      }
      for (const play of report.scenarios) {
        expect(play.verdict).toBe(worst(play.steps.flatMap((step) => step.checks.map((one) => one.verdict))));
      }
    }),
  );
});

const ALL_OF_CCF = record(
  LEDGER.requirements.filter(({ roles }) => roles.includes('ccf')).map(({ id }) => check(id, 'pass')),
);

test('complete: everything asked of the tested role was judged', () => {
  const report = conformanceOf([ALL_OF_CCF], META);
  expect([report.summary.complete, report.roles, report.unjudged]).toEqual([true, ['ccf'], []]);
});

test('a failure does not make a report incomplete', () => {
  const failed = record([check('S6-torn-down', 'fail')], { scenario: 'z' });
  expect(conformanceOf([ALL_OF_CCF, failed], META).summary).toMatchObject({ complete: true, fail: 1 });
});

const incomplete: [string, readonly RunRecord[], Partial<typeof META>, string][] = [
  ['nothing was played', [], {}, 'No scenario was played.'],
  ['a test crashed', [ALL_OF_CCF], { errors: [{ test: 't', reason: 'boom' }] }, 't ended in an error: boom'],
  [
    'a scenario ended in an error',
    [ALL_OF_CCF, record([], { scenario: 'z' })],
    {},
    'z · psk · TLS 1.2 ended in an error.',
  ],
  ['a test was not played', [ALL_OF_CCF], { notPlayed: [{ test: 't', reason: 'late' }] }, 't was not played: late'],
  [
    'a run ended long before its end: one sentence, for there may be dozens',
    [ALL_OF_CCF],
    { notPlayed: ['t', 'u', 'v', 'w'].map((name) => ({ test: name, reason: 'the run ended before it' })) },
    't and 3 others were not played: the run ended before it',
  ],
  [
    'a row of two tested roles was judged for one',
    [
      ALL_OF_CCF,
      record([check('S9-torn-down', 'pass'), check('S10-acknowledged', 'pass')], { underTest: 'aef', scenario: 'z' }),
    ],
    {},
    'S0-tls-version was not judged for the role aef.',
  ],
];

const NAME = 'ccf-offboarding-psk · psk · TLS 1.2';
const LEFT = ['a · psk · TLS 1.2', 'b · psk · TLS 1.2', 'c · psk · TLS 1.2', 'd · psk · TLS 1.2'];

test('what a filter left out makes a report incomplete, though every requirement was judged', () => {
  const because = (...others: string[]) =>
    conformanceOf([{ ...ALL_OF_CCF, planned: [NAME, ...others] }], META).incompleteBecause;
  const why = 'left out: by a filter, or by a shard that is not here.';
  expect(because()).toEqual([]);
  expect(because(...LEFT.slice(0, 1))).toEqual([`a · psk · TLS 1.2 was ${why}`]);
  expect(because(...LEFT)).toEqual([`a · psk · TLS 1.2 and 3 others were ${why}`]);
  // Told already, and why.
  const records = [{ ...ALL_OF_CCF, planned: [NAME, 'a · psk · TLS 1.2'] }];
  const notPlayed = [{ test: 'a · psk · TLS 1.2', reason: 'the run ended before it' }];
  expect(conformanceOf(records, { ...META, notPlayed }).incompleteBecause).toEqual([
    'a · psk · TLS 1.2 was not played: the run ended before it',
  ]);
});

test('records of different plans make no report', () => {
  const [one, other] = [{ ...ALL_OF_CCF, planned: [NAME] }, ALL_OF_CCF];
  expect(() => conformanceOf([one, other], META)).toThrow(/different playings that were planned/);
});

for (const [name, records, meta, reason] of incomplete) {
  test(`incomplete: ${name}`, () => {
    const report = conformanceOf(records, { ...META, ...meta });
    expect(report.summary.complete).toBe(false);
    expect(report.incompleteBecause).toEqual([reason]);
  });
}

test('a skipped test leaves a report complete, and is told', () => {
  const report = conformanceOf([ALL_OF_CCF], { ...META, skipped: [{ test: 't', reason: 'another role' }] });
  expect([report.summary.complete, report.skipped]).toEqual([true, [{ test: 't', reason: 'another role' }]]);
});

test('the role of the target is tested even when no scenario for it was played', () => {
  const report = conformanceOf([record([check('S9-torn-down', 'pass')], { underTest: 'aef' })], META);
  expect(report.roles).toEqual(['ccf', 'aef']);
  expect(report.unjudged).toContain('S6-torn-down');
});

test('what a claim rules out is judged, as not applicable', () => {
  const ruledOut = record([check('S6-torn-down', 'not-applicable')], { notApplicableBecause: 'claims say so' });
  const report = conformanceOf([ruledOut], META);
  expect(report.requirements.map(({ id, verdict }) => [id, verdict])).toEqual([['S6-torn-down', 'not-applicable']]);
  expect(report.unjudged).not.toContain('S6-torn-down');
});

test('a requirement that the ledger does not know is told last', () => {
  const report = conformanceOf([record([check('S2-x', 'fail'), check('S6-torn-down', 'pass')])], META);
  expect(report.requirements.map(({ id, step }) => [id, step])).toEqual([
    ['S6-torn-down', 6],
    ['S2-x', 2],
  ]);
});

test('records of two targets make no report', () => {
  const other = record([], { scenario: 'other', target: { ...ALL_OF_CCF.target, claims: { edition: 'published' } } });
  expect(() => conformanceOf([ALL_OF_CCF, other], META)).toThrow(
    'the run records speak of different targets: ccf-offboarding-psk and other disagree in what they say of it; report on each by itself',
  );
});

function numbersIn(text: string): number[] {
  return [...text.replace('Acme CCF 2.1', '').matchAll(/\d+/g)].map(([number]) => Number(number));
}

test('a requirement that only methods or TLS versions of others could judge is not judged, and no more than that', () => {
  const claiming = (claims: RunRecord['target']['claims']) => ({
    target: { name: 'X', role: 'ccf', dialect: 'ts29222', claims } as const,
  });
  const methods: Readonly<Record<string, ('psk' | 'pki' | 'oauth')[]>> = {
    'S6-torn-down': ['psk', 'pki', 'oauth'],
    'S3-aefpsk-deleted': ['psk'],
  };
  const requirements = LEDGER.requirements.flatMap((row) => {
    const only = methods[row.id];
    return only === undefined ? [] : [{ ...row, methods: only }];
  });
  const meta = { ...META, ledger: { ...LEDGER, requirements } };
  const unclaimed = (claims: Record<string, unknown>) => [
    record([check('S6-torn-down', 'not-applicable')], { method: 'oauth', tls: '1.2', ...claiming(claims) }),
    record([check('S3-aefpsk-deleted', 'not-applicable')], { method: 'psk', tls: '1.2', ...claiming(claims) }),
  ];
  const unjudged = (claims: Record<string, unknown>) => conformanceOf(unclaimed(claims), meta).unjudged;
  // By TLS-PSK it could have been judged, and no scenario did.
  expect(unjudged({ methods: ['psk'] })).toEqual(['S6-torn-down']);
  expect(unjudged({ methods: ['psk'], tls: ['1.3'] })).toEqual(['S3-aefpsk-deleted', 'S6-torn-down']);
  // The AEFPSK means nothing to who does not claim it.
  expect(unjudged({ methods: ['oauth'], tls: ['1.2'] })).toEqual([]);
  const report = conformanceOf(unclaimed({ methods: ['psk'] }), meta);
  expect(report.summary.complete).toBe(false);
  expect(report.requirements.map(({ id }) => id)).toEqual(['S3-aefpsk-deleted']);
});
