import { conformanceOf } from '../../../reports/conformance.ts';
import { junitXml } from '../../../reports/junit.ts';
import { expect, test } from '../../support/test.ts';
import { baseline, entry } from '../harness/baseline/entries.ts';
import { check, META, MIXED, record } from './records.ts';

/** The test case of a requirement, from its start to its end. */
function testcase(xml: string, requirement: string): string {
  return new RegExp(`<testcase [^>]*name="${requirement}"[\\s\\S]*?</testcase>`).exec(xml)?.[0] ?? '';
}

test('a suite is a playing, a test case a requirement with its id as a property', () => {
  const xml = junitXml(conformanceOf(MIXED, META));
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="Acme CCF 2\.1: of 6 requirements/);
  expect(xml).toContain(
    'tests="7" failures="1" errors="1" skipped="0" time="1.210" timestamp="2026-01-31T12:00:00.000Z">',
  );
  expect(xml).toContain(
    '<testsuite name="ccf-offboarding-psk · psk · TLS 1.2" tests="4" failures="1" errors="0" skipped="0"',
  );
  const torn = testcase(xml.slice(xml.indexOf('<testsuite name="ccf-offboarding-psk')), 'S6-torn-down');
  expect(torn).toContain('classname="ccf-offboarding-psk.psk.tls1_2" name="S6-torn-down" file="scenarios/ccf/x.yaml"');
  expect(torn).toContain('<property name="requirement" value="S6-torn-down"/>');
  expect(torn).toContain('<property name="level" value="shall"/>');
  expect(torn).toContain('<failure message="S6-torn-down failed: expected S6-torn-down to hold; saw');
  expect(torn).toContain('seen:     no end within 5000 ms | &lt;silence&gt;');
  expect(testcase(xml, 'S6-close-notify')).toContain('<system-out>S6-close-notify warned: ');
});

test('a test case is red exactly where the run is', () => {
  const known = { entry: 1, reason: 'agreed', issue: 'https://issues.example/7', expires: '2026-12-31' };
  const checks = [
    check('S0-tls-session', 'pass'),
    check('S0-tls-version', 'inconclusive', { level: 'shall' }),
    check('S6-close-notify', 'inconclusive', { level: 'should' }),
    check('S3-aefpsk-deleted', 'not-applicable'),
    check('S6-torn-down', 'fail', { known }),
    check('S7-order', 'error'),
  ];
  const xml = junitXml(conformanceOf([record(checks)], META));
  const endings = checks.map(({ requirement }) => /<(failure|error|skipped) /.exec(testcase(xml, requirement))?.[1]);
  expect(endings).toEqual([undefined, 'error', 'skipped', 'skipped', 'skipped', 'error']);
  expect(testcase(xml, 'S6-torn-down')).toContain(
    '<skipped message="known deviation until 2026-12-31: S6-torn-down failed',
  );
  expect(testcase(xml, 'S6-torn-down')).toContain('<property name="known-issue" value="https://issues.example/7"/>');
});

test('an entry of the baseline that has had its day is red, as the run is', () => {
  const stale = baseline(entry({ scenario: '*' }));
  const xml = junitXml(conformanceOf([{ ...record([check('S6-torn-down', 'pass')]), baseline: stale }], META));
  expect(xml).toContain('<testsuite name="baseline" tests="1" failures="1" errors="0" skipped="0"');
  expect(xml).toMatch(
    /<testcase classname="baseline" name="S6-torn-down in \*" time="0">\s*<failure message="[^"]*stale/,
  );
});

test('what no check tells of is a test case, too', () => {
  const faulty = record([check('S4-success', 'pass')], { verdict: 'error' });
  const xml = junitXml(
    conformanceOf([faulty], {
      ...META,
      errors: [{ test: 'crash', reason: 'boom' }],
      notPlayed: [{ test: 'late', reason: 'the run ended before it' }],
      skipped: [{ test: 'other', reason: 'another role' }],
    }),
  );
  expect(xml).toContain('tests="5" failures="0" errors="2" skipped="2"');
  expect(testcase(xml, 'harness')).toContain('<error message="the harness failed while it played this');
  expect(testcase(xml, 'crash')).toContain('<error message="boom" type="error"/>');
  expect(testcase(xml, 'late')).toContain('<skipped message="the run ended before it"/>');
  expect(testcase(xml, 'other')).toContain('<skipped message="another role"/>');
});

test('a run of nothing is a document all the same', () => {
  expect(junitXml(conformanceOf([], META))).toContain('tests="0" failures="0" errors="0" skipped="0" time="0.000">');
});
