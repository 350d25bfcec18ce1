import { allOf, breached, deviates, holds, notApplicable, unclear } from '../../../../harness/checks/findings.ts';
import { expect, test } from '../../../support/test.ts';

const one = { seq: 1 };
const [good, odd, vague, bad] = [
  holds('good', [one]),
  deviates('odd'),
  unclear('no-traffic', 'vague', [{ seq: 2 }]),
  breached('bad', [{ seq: 3 }]),
];

test('a proved breach outweighs what stayed unclear, and that outweighs what holds', () => {
  expect(allOf([good, vague, bad, odd])).toEqual(bad);
  expect(allOf([good, odd, vague])).toEqual(vague);
  expect(allOf([good, odd])).toEqual(odd);
  expect(allOf([notApplicable('x: false'), good])).toEqual(good);
});

test('findings of the same weight are told together, each entry cited once and in order', () => {
  expect(allOf([holds('b', [{ seq: 9 }, one]), holds('a', [one, undefined, { seq: 4 }]), holds('b')])).toEqual({
    outcome: 'holds',
    seen: 'b; a',
    parts: ['b', 'a'],
    evidence: [1, 4, 9],
  });
});

test('of several breaches the first names what decides, whichever was seen last', () => {
  const [early, late] = [breached('a', [{ seq: 4 }, { seq: 9 }], { seq: 4 }), breached('b', [{ seq: 7 }])];
  expect(allOf([early, late])).toMatchObject({ evidence: [4, 7, 9], decisive: 4 });
  expect(allOf([late, early])).toMatchObject({ evidence: [4, 7, 9], decisive: 7 });
  expect(allOf([good, late])).toEqual(late);
});

test('the first of several causes is told', () => {
  expect(allOf([unclear('wrong-cause', 'x'), vague])).toMatchObject({ cause: 'wrong-cause', seen: 'x; vague' });
});

test('nothing judged is not green', () => {
  expect(allOf([])).toMatchObject({ outcome: 'unclear', cause: 'no-traffic' });
});
