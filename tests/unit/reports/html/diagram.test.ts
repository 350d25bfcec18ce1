/** The diagram as drawn: verdicts at their rows, failures that cannot be overlooked, and nothing in it but text and shapes. */

import { sequenceDiagram } from '../../../../reports/html/diagram/draw.ts';
import { barsOf, barX, layOut } from '../../../../reports/html/diagram/layout.ts';
import { marksOf } from '../../../../reports/html/diagram/marks.ts';
import { fitted } from '../../../../reports/html/diagram/shapes.ts';
import { storyOf } from '../../../../reports/html/diagram/story.ts';
import { expect, test } from '../../../support/test.ts';
import { check } from '../records.ts';
import { compliant, ended, keepsOpen, OFFBOARDING, opened, played, probed, SEQ, said } from './played.ts';

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
  expect(svg.match(/class="band failing"/g)).toHaveLength(1);
  expect(svg).toMatch(/class="arrow missing failing"/);
  expect(svg).toContain('✗ saw: the session still open');
  expect(svg).toMatch(/circle class="step v-fail"/);
  const green = sequenceDiagram(compliant());
  expect(green).not.toMatch(/class="band|failing"|✗/);
});

test('a known deviation is no failure here either', () => {
  const known = { entry: 1, reason: 'agreed', issue: '#7', expires: '2026-12-31' };
  const svg = sequenceDiagram(played(OFFBOARDING, [check('S6-torn-down', 'fail', { evidence: [SEQ.ends], known })]));
  expect(svg).not.toContain('class="band');
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

/** What each mark of a failing row is painted on: `session bystander: CAPIF-1e`. */
function painted(record: Parameters<typeof storyOf>[0]): string[] {
  return sequenceDiagram(record)
    .split(/(?=<g[> ])/)
    .filter((group) => /^<g class="arrow [^"]*(?:failing|untold)/.test(group))
    .map((group) =>
      group
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

for (const [order, bystanders] of [
  ['after', 106],
  ['before', 104],
] as const) {
  test(`a session that ended together with another is the one that is marked, though it ended ${order} it`, () => {
    const ends = ended('c0', 'peer', bystanders);
    const happened = [...OFFBOARDING, { ...ends, step: 6 }];
    const seq = happened.length;
    const fails = check('S6-others-open', 'fail', { evidence: [SEQ.ends, seq], decisive: seq });
    const holds = check('S6-torn-down', 'pass', { evidence: [SEQ.ends] });
    const record = played(happened, [holds, fails]);
    expect(painted(record)).toEqual([expect.stringContaining('ends bystander: CAPIF-1e')]);
    expect(places(record)).toEqual({ 'S6-torn-down': '6 closing', 'S6-others-open': 'undefined closing' });
  });
}

test('of the two arrows of one exchange the one of the step that fails is marked', () => {
  const record = played(OFFBOARDING, [check('S2-own-id', 'fail', { evidence: [SEQ.delete] })]);
  const steps = record.steps.map((step) => ({ ...step, step: 2 }));
  expect(places({ ...record, steps })).toEqual({ 'S2-own-id': '2 request' });
});

test('what could not be told is marked as that, and not as a breach', () => {
  const still = probed('context-write', 'settled', 'accepted', 131);
  const happened = [...OFFBOARDING, still];
  const svg = sequenceDiagram(
    played(happened, [
      check('S6-torn-down', 'inconclusive', { evidence: [SEQ.ends] }),
      check('S3-enrolment-cancelled', 'inconclusive', {
        evidence: [SEQ.settled, happened.length],
        decisive: SEQ.settled,
      }),
    ]),
  );
  expect(svg.match(/class="band[^"]*"/g)).toEqual(['class="band untold"', 'class="band untold"']);
  expect(svg).toMatch(/class="arrow closing untold"/);
  expect(svg.match(/class="unsure"[^>]*>[^<]*/g)).toEqual([expect.stringContaining('? discovery (victim) refused')]);
  expect(svg).not.toMatch(/✗|failing"|class="fails"/);
});

test('bars on one side of a lifeline never lie upon each other, whoever opened the sessions', () => {
  const happened = [
    ...opened('f', 'aef-1: publish', 90, { port: 7 }),
    ...opened('b', 'ccf: CAPIF-3', 91, { side: 'server', port: 8 }),
    ...OFFBOARDING,
  ];
  const { rows } = storyOf(played(happened.toSorted((one, other) => one.ms - other.ms)));
  const bars = barsOf(
    layOut(rows, [], () => false),
    10_000,
  );
  const spots = bars.flatMap((bar) => bar.ends.map((end) => ({ x: barX(bar, end), bar })));
  const upon = spots.flatMap((one, index) =>
    spots
      .slice(index + 1)
      .filter(({ x, bar }) => x === one.x && bar.top < one.bar.bottom && one.bar.top < bar.bottom)
      .map(({ bar }) => `${one.bar.label} / ${bar.label}`),
  );
  expect(bars.length).toBeGreaterThan(3);
  expect(upon).toEqual([]);
});

test('only an answer that acknowledges is called so', () => {
  const title = (status: number) => {
    const happened = OFFBOARDING.map((one) =>
      one.kind === 'exchange' && one.connection === 'c2' && one.response !== undefined
        ? { ...one, response: { ...one.response, status } }
        : one,
    );
    return sequenceDiagram(played(happened)).match(/class="arrow response[^"]*"|Notification (?:acknowledge|refused)/g);
  };
  expect(title(204)?.slice(-2)).toEqual(['class="arrow response"', 'Notification acknowledge']);
  expect(title(503)?.slice(-2)).toEqual(['class="arrow response negative"', 'Notification refused']);
});

test('of a long path the end is shown, where the ID stands', () => {
  const id = 'ONB4fb24ba0c1d2e3f4a5b6c7d8e9f0a1b2';
  const line = `DELETE …/onboardedInvokers/${id}`;
  expect(fitted(line, 44)).toBe(`DELETE …/${id}`);
  expect(fitted(line, 30)).toBe(`DELETE …${id.slice(-22)}`);
  expect(fitted(line, 80)).toBe(line);
  expect(fitted('a sentence that is far too long', 12)).toBe('a sentence …');
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
