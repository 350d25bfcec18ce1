import { VERDICTS } from '../../../harness/checks/judgement.ts';
import { failureOf, parseRunRecord, RunRecord, serializeRunRecord } from '../../../harness/evidence/run-record.ts';
import { fingerprintOf, SecretRegister } from '../../../harness/evidence/secrets.ts';
import { METHODS, ROLES } from '../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../support/test.ts';
import { check, record } from './records.ts';

test('the words of the record are those of the ledger and the checks, verdicts in the order in which they worsen', () => {
  expect(RunRecord.shape.verdict.options).toEqual([...VERDICTS]);
  expect(RunRecord.shape.underTest.options).toEqual([...ROLES]);
  expect(RunRecord.shape.method.options).toEqual([...METHODS]);
});

test('a record survives being written and read', () => {
  const original = record([check('S6-torn-down', 'fail')]);
  expect(parseRunRecord(serializeRunRecord(original, new SecretRegister()), 'x')).toEqual(original);
});

test('what is written holds no secret', () => {
  const secrets = new SecretRegister();
  secrets.register('aefpsk', 'super secret');
  const text = serializeRunRecord(record([check('S6-torn-down', 'fail', { seen: 'key super secret' })]), secrets);
  expect(text).not.toContain('super secret');
  expect(parseRunRecord(text, 'x').steps[0]?.checks[0]?.seen).toBe(`key ${fingerprintOf('aefpsk', 'super secret')}`);
});

test('of a long body the beginning is written, and how long it was; a secret is hidden though the cut goes through it', () => {
  const secrets = new SecretRegister();
  secrets.register('aefpsk', 'super secret');
  const body = `${'x'.repeat(65_530)}super secret${'y'.repeat(10_000)}`;
  const request = { method: 'GET', target: '/ccf/crl', headers: {}, body: 'short' };
  const response = { status: 200, headers: {}, body, complete: true };
  const asked = { kind: 'exchange', exchange: 'x1', connection: 'c1', side: 'client', request, response } as const;
  const times = { requestAt: 1, responseAt: 2, at: 3, seq: 1, step: 0 };
  const text = serializeRunRecord({ ...record([]), timeline: [{ ...asked, ...times, failure: undefined }] }, secrets);
  const [entry] = parseRunRecord(text, 'x').timeline;
  if (entry?.kind !== 'exchange') throw new Error('the exchange is gone');
  expect(entry.request.body).toBe('short');
  expect(entry.response?.body).toMatch(/^x{65530}.{6}… \(cut by the harness: \d+ characters in all\)$/);
  expect(text).not.toContain('super');
});

const wrong: [string, unknown, RegExp][] = [
  [
    'another version',
    { ...record([]), schemaVersion: '2' },
    /^the run record of x has schemaVersion "2", not "1": play and/,
  ],
  ['no object', 7, /^the run record of x has schemaVersion undefined, not "1"/],
  ['a wrong member', { ...record([check('S6-torn-down', 'pass')]), method: 'none' }, /breaks its schema: method: /],
  [
    'an entry without a time',
    { ...record([check('S6-torn-down', 'pass')]), timeline: [{ kind: 'fault', seq: 1, step: 0 }] },
    /timeline\.0: an entry has a kind/,
  ],
  [
    'a verdict better than its checks',
    { ...record([check('S6-torn-down', 'fail')]), verdict: 'pass' },
    /verdict: pass is better than fail, the verdict of S6-torn-down/,
  ],
  ['a pass without checks', { ...record([]), verdict: 'pass' }, /verdict: pass without a single check/],
  [
    'not applicable, yet judged',
    record([check('S6-torn-down', 'pass')], { notApplicableBecause: 'no' }),
    /all of them and itself are not-applicable/,
  ],
  [
    'not applicable without checks',
    record([], { notApplicableBecause: 'no', verdict: 'not-applicable' }),
    /lists its checks/,
  ],
];

for (const [name, json, message] of wrong) {
  test(`refused with a reason: ${name}`, () => {
    expect(() => parseRunRecord(JSON.stringify(json), 'x')).toThrow(message);
  });
}

test('text that is not JSON is refused without being shown', () => {
  expect(() => parseRunRecord('{"schemaVersion":"1', 'x')).toThrow(
    'the run record of x is not JSON (19 characters): was the',
  );
});

test('a wrong record is refused when it is written, too', () => {
  expect(() => serializeRunRecord({ ...record([]), verdict: 'pass' }, new SecretRegister())).toThrow(
    /breaks its schema/,
  );
});

test('a record may be worse than its checks: the harness failed after them', () => {
  expect(RunRecord.safeParse(record([check('S6-torn-down', 'pass')], { verdict: 'error' })).success).toBe(true);
});

test('a test fails by fail, error and an inconclusive shall, and by nothing less', () => {
  const warned = [
    check('S6-close-notify', 'warn'),
    check('S6-close-notify', 'inconclusive'),
    check('S6-torn-down', 'pass'),
  ];
  expect(failureOf(record(warned))).toBeUndefined();
  const failing = [check('S6-torn-down', 'fail'), check('S0-tls-session', 'inconclusive'), check('S7-order', 'error')];
  expect(failureOf(record([...warned, ...failing]))?.split('\n')).toEqual(
    failing.map(({ requirement, reason }) => `${requirement}: ${reason}`).sort((a, b) => order(a) - order(b)),
  );
});

test('a harness that failed is named as such', () => {
  const fault = { kind: 'fault', message: 'socket hang up', seq: 1, at: 1, step: 0 } as const;
  expect(failureOf(record([], { timeline: [fault] }))).toBe('the harness failed: socket hang up');
  expect(failureOf(record([]))).toBe('the harness failed: no check was made');
});

/** The records of records.ts group checks by step, in the order in which the steps first appear: 6, 0, 7. */
function order(sentence: string): number {
  return ['S6', 'S0', 'S7'].findIndex((step) => sentence.startsWith(step));
}
