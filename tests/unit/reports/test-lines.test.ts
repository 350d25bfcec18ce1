import { coloured, plain } from '../../../reports/paint.ts';
import { isLeftOut, skippedLines, testLines } from '../../../reports/test-lines.ts';
import { expect, test } from '../../support/test.ts';
import { check, record } from './records.ts';

const RUN = { durationMs: 210.4, retry: 0 };

test('a passed scenario is one line', () => {
  const passed = record([
    check('S0-tls-session', 'pass'),
    check('S6-torn-down', 'pass'),
    check('S6-close-notify', 'warn'),
  ]);
  expect(testLines({ record: passed, errors: [] }, 'x', RUN, plain)).toEqual([
    '! ccf-offboarding-psk · psk · TLS 1.2  2 passed 1 warned  210 ms',
  ]);
});

test('each thing that failed gets one sentence, whatever the text holds', () => {
  const failed = record([
    check('S0-tls-session', 'pass'),
    check('S6-torn-down', 'fail', { reason: 'expected an end;\nsaw \u001b[2Jnone' }),
    check('S3-aefpsk-deleted', 'inconclusive'),
  ]);
  expect(testLines({ record: failed, errors: [] }, 'x', { durationMs: 3449, retry: 1 }, plain)).toEqual([
    '✗ ccf-offboarding-psk · psk · TLS 1.2  1 passed 1 could not be told 1 failed  3.4 s  (retry 1)',
    '    ✗ S6-torn-down failed: expected an end; saw none',
    '    ? S3-aefpsk-deleted could not be told (precondition-failed): expected S3-aefpsk-deleted to hold; saw what makes it inconclusive (TS 33.122 6.8)',
  ]);
});

test('a scenario that a claim rules out says so', () => {
  const ruledOut = record([check('S6-torn-down', 'not-applicable')], { notApplicableBecause: 'retention: false' });
  expect(testLines({ record: ruledOut, errors: [] }, 'x', RUN, plain)).toEqual([
    '– ccf-offboarding-psk · psk · TLS 1.2  not applicable: retention: false  210 ms',
  ]);
});

test('what was left out is told in one line for each reason', () => {
  const aef = { errors: [], skipped: 'for an AEF, and the target is a CCF' };
  expect(skippedLines([aef, aef, { errors: [], skipped: 'another' }], plain)).toEqual([
    '– 2 tests skipped: for an AEF, and the target is a CCF',
    '– 1 test skipped: another',
  ]);
  expect([aef, { ...aef, errors: [{ message: 'x' }] }, { errors: [] }].map(isLeftOut)).toEqual([true, false, false]);
});

test('skipped and not played are told apart, each with the reason', () => {
  expect(testLines({ errors: [], skipped: 'the target is an AEF' }, 'a › b', RUN, plain)).toEqual([
    '– a › b  skipped: the target is an AEF',
  ]);
  expect(testLines({ errors: [], notPlayed: 'the run was interrupted' }, 'a › b', RUN, plain)).toEqual([
    '– a › b  not played: the run was interrupted',
  ]);
});

test('a fault of the harness shows its stack; a record beside it counts as an error', () => {
  const error = { message: 'Error: boom', stack: 'Error: boom\n    at play.spec.ts:3:1' };
  expect(testLines({ errors: [error] }, 'a', RUN, plain)).toEqual([
    '‼ a  ended in an error  210 ms',
    '    Error: boom',
    '        at play.spec.ts:3:1',
  ]);
  const passed = record([check('S6-torn-down', 'pass')]);
  expect(testLines({ record: passed, errors: [error] }, 'a', RUN, plain)[0]).toMatch(/^‼ ccf-offboarding-psk/);
});

test('a fault that the record tells is one sentence', () => {
  const fault = { kind: 'fault', message: 'the certificate could not be issued', seq: 1, at: 1, step: 0 } as const;
  expect(testLines({ record: record([], { timeline: [fault] }), errors: [] }, 'a', RUN, plain)).toEqual([
    '‼ ccf-offboarding-psk · psk · TLS 1.2  no checks  210 ms',
    '    ‼ the harness failed: the certificate could not be issued',
  ]);
});

test('a fault that spoilt many checks is told once, a check that failed by itself in its own words', () => {
  const spoilt = record(
    [
      check('S0-tls-session', 'error', { seen: 'a fault of the harness: socket hang up' }),
      check('S6-torn-down', 'error', { seen: 'a fault of the harness: socket hang up' }),
      check('S7-order', 'error', { seen: 'a fault of the check: no such entry', reason: 'no such entry' }),
    ],
    { timeline: [{ kind: 'fault', message: 'socket hang up', seq: 1, at: 1, step: 0 }] },
  );
  expect(testLines({ record: spoilt, errors: [] }, 'a', RUN, plain).slice(1)).toEqual([
    '    ‼ 2 checks in error: a fault of the harness: socket hang up',
    '    ‼ S7-order in error: no such entry',
  ]);
});

test('only signs and failures are coloured', () => {
  const passed = record([check('S6-torn-down', 'pass')]);
  expect(testLines({ record: passed, errors: [] }, 'x', RUN, coloured)).toEqual([
    '\u001b[32m✓\u001b[39m ccf-offboarding-psk · psk · TLS 1.2  1 passed  210 ms',
  ]);
});
