import fc from 'fast-check';
import { escapePlaceholders, fillPlaceholders } from '../../../../harness/target/placeholders.ts';
import { expect, test } from '../../../support/test.ts';

const fill = (data: unknown, env: Record<string, string> = { A: 'one', B_2: `\${A}` }) => fillPlaceholders(data, env);

test('placeholders are replaced wherever a text stands, and nowhere else', () => {
  const key = `\${A}`;
  expect(fill({ [key]: [`x\${A}y`, { deep: `\${B_2}\${A}` }, 7, null, true] })).toEqual({
    data: { [key]: ['xoney', { deep: `\${A}one` }, 7, null, true] },
    filled: [
      { path: [key, 0], value: 'one' },
      { path: [key, 1, 'deep'], value: `\${A}` },
      { path: [key, 1, 'deep'], value: 'one' },
    ],
    unfilled: [],
  });
});

test('a doubled dollar stands for itself; other dollars mean nothing', () => {
  expect(fill(`$\${A} $A $ {A} $$`).data).toBe(`\${A} $A $ {A} $$`);
});

test('what is inherited by every object is not in the environment', () => {
  expect(fill(`\${constructor}`, {}).unfilled).toHaveLength(1);
});

test('every placeholder that cannot be replaced is told, with its place', () => {
  expect(fill({ a: [`\${X}`], b: `\${Y} \${Z}` }).unfilled.map(({ path }) => path)).toEqual([['a', 0], ['b'], ['b']]);
});

test('what is escaped is read back as it was', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('$', '{', '}', 'A', `\${`, '$$')).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (value) => {
      const { data, unfilled } = fill(escapePlaceholders(value));
      return data === value && unfilled.length === 0;
    }),
  );
});
