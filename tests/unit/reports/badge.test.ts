import { badgeSvg, badgeText } from '../../../reports/badge.ts';
import { conformanceOf } from '../../../reports/conformance.ts';
import { headline } from '../../../reports/headline.ts';
import { expect, test } from '../../support/test.ts';
import { check, LEDGER, META, MIXED, record } from './records.ts';

const ALL = record(LEDGER.requirements.filter(({ roles }) => roles.includes('ccf')).map(({ id }) => check(id, 'pass')));

test('the badge counts requirements and says whether something is missing', () => {
  const mixed = conformanceOf(MIXED, META);
  expect(badgeText(mixed)).toBe('2 passed, 1 warned, 1 failed, 1 could not be told, 1 not judged, incomplete');
  const svg = badgeSvg(mixed);
  expect(svg).toContain('fill="#b3261e"');
  expect(svg).toContain(`<title>${headline(mixed)}</title>`);
  expect(svg).not.toMatch(/href|url\((?!#)|<script|<image|@import/);
});

test('green is for a whole run in which everything passed', () => {
  const whole = conformanceOf([ALL], META);
  expect([badgeText(whole), badgeSvg(whole).includes('#1a7f37')]).toEqual(['6 passed', true]);
  const part = conformanceOf([ALL], { ...META, notPlayed: [{ test: 'x', reason: 'the run ended before it' }] });
  expect([badgeText(part), badgeSvg(part).includes('#8a5a00')]).toEqual(['6 passed, incomplete', true]);
});

test('a run of nothing says so', () => {
  const nothing = conformanceOf([], META);
  expect([badgeText(nothing), badgeSvg(nothing).includes('#b3261e')]).toEqual(['nothing played', true]);
});

test('the name of a target is text, whatever it looks like', () => {
  const svg = badgeSvg(conformanceOf([{ ...ALL, target: { ...ALL.target, name: '</title><script>' } }], META));
  expect(svg).toContain('<title>&lt;/title&gt;&lt;script&gt;: of');
});
