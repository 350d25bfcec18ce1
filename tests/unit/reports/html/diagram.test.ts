/** The diagram as drawn: verdicts at their rows, failures that cannot be overlooked, and nothing in it but text and shapes. */
import { expect, test } from '@playwright/test';
import { sequenceDiagram } from '../../../../reports/html/diagram/draw.ts';
import { marksOf } from '../../../../reports/html/diagram/marks.ts';
import { storyOf } from '../../../../reports/html/diagram/story.ts';
import { check } from '../records.ts';
import { compliant, keepsOpen, OFFBOARDING, played, probed, SEQ, said } from './played.ts';

/** Requirement → what its row is. */
function places(record: Parameters<typeof storyOf>[0]): Record<string, string> {
  const { rows } = storyOf(record);
  return Object.fromEntries(
    marksOf(record, rows).map(({ check: { requirement }, row }) => {
      const at = rows[row];
      return [requirement, at === undefined ? 'nowhere' : at.shape === 'arrow' ? `${at.step} ${at.look}` : at.shape];
    }),
  );
}

test('a verdict stands at the row of its step that it cites; a deletion where it was probed', () => {
  expect(places(compliant())).toEqual({
    'S4-success': '4 response',
    'S6-torn-down': '6 closing',
    'S7-notified': '7 request',
    'S3-enrolment-cancelled': 'group',
  });
});

test('what was awaited in vain has the verdicts that say so', () => {
  expect(places(keepsOpen())).toMatchObject({ 'S6-torn-down': '6 missing', 'S6-close-notify': '6 missing' });
});

test('a verdict without evidence stands at its step, and one without a step below', () => {
  const checks = [
    check('S6-torn-down', 'pass', { evidence: [] }),
    check('S9-torn-down', 'not-applicable', { evidence: [] }),
  ];
  expect(places(played(OFFBOARDING, checks))).toEqual({ 'S6-torn-down': '6 closing', 'S9-torn-down': 'nowhere' });
  expect(sequenceDiagram(played(OFFBOARDING, checks))).toContain('– S9-torn-down');
});

test('the failing row has a band, its arrow says so, and what was seen is written there', () => {
  const svg = sequenceDiagram(keepsOpen());
  expect(svg.match(/class="band"/g)).toHaveLength(1);
  expect(svg).toMatch(/class="arrow missing failing"/);
  expect(svg).toContain('✗ saw: the session still open');
  expect(svg).toMatch(/circle class="step v-fail"/);
  const green = sequenceDiagram(compliant());
  expect(green).not.toMatch(/class="band"|failing"|✗/);
});

test('a known deviation is no failure here either', () => {
  const known = { entry: 1, reason: 'agreed', issue: '#7', expires: '2026-12-31' };
  const svg = sequenceDiagram(played(OFFBOARDING, [check('S6-torn-down', 'fail', { evidence: [SEQ.ends], known })]));
  expect(svg).not.toContain('class="band"');
  expect(svg).toContain('✗ S6-torn-down');
});

test('in a box, the line that fails is marked: the one that the check cites last', () => {
  const still = probed('context-write', 'settled', 'accepted', 131);
  const record = played(
    [...OFFBOARDING, still],
    [check('S3-enrolment-cancelled', 'fail', { evidence: [2, SEQ.delete, SEQ.settled, SEQ.settled + 1] })],
  );
  expect(sequenceDiagram(record).match(/class="fails"[^>]*>[^<]*/g)).toEqual([
    expect.stringContaining('✗ context-write (victim) accepted: 200'),
  ]);
});

test('sessions have a bar at both ends, with a cap where somebody ended them; those left open are named', () => {
  const svg = sequenceDiagram(compliant());
  expect(svg.match(/class="bar victim"/g)).toHaveLength(2);
  expect(svg.match(/class="cap victim"/g)).toHaveLength(2);
  expect(svg).not.toContain('class="cap bystander"');
  expect(svg).toContain('Open at the end of the recording: bystander: CAPIF-1e; aef-1: CAPIF-3');
  expect(sequenceDiagram(keepsOpen())).not.toContain('class="cap victim"');
});

test('the diagram is whole by itself: style, both colour schemes, a name, no script and no reference', () => {
  const svg = sequenceDiagram(keepsOpen());
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).toContain('aria-label="Sequence diagram of ccf-offboarding-psk · psk · TLS 1.2: failed"');
  expect(svg.replace(/xmlns="[^"]*"/, '')).not.toMatch(/<script|href|url\(|https?:|@import|\son\w+=/);
});

test('nothing that a target wrote is markup', () => {
  const evil = '</text></svg><script>alert(1)</script><img src=x onerror="alert(2)">\u0000\u001b[31m';
  const record = played(
    [...OFFBOARDING, said('c1', `DELETE /a/onboardedInvokers/${evil.replaceAll(' ', '+')}`, 204, 300)],
    [check('S6-torn-down', 'fail', { requirement: `S6${evil}`, seen: evil, evidence: [SEQ.ends] })],
    { scenario: evil },
  );
  const svg = sequenceDiagram(record);
  expect(svg).not.toMatch(/<script|<img|<\/text><\/svg>./);
  expect(svg.includes('\u0000') || svg.includes('\u001b')).toBe(false);
});
