import fc from 'fast-check';
import { formatProblem } from '../../../../../harness/target/yaml/problem.ts';
import { readYaml, type YamlSource } from '../../../../../harness/target/yaml/source.ts';
import { expect, test } from '../../../../support/test.ts';
import { SINGLE_LINE, yamlTexts } from './yaml-texts.ts';

function read(text: string): YamlSource {
  const source = readYaml('f.yaml', text);
  if (Array.isArray(source)) throw new Error(source.map(formatProblem).join('\n'));
  return source;
}

const ANCHOR = 'anchors and aliases (&name, *name) are not read here; write the value out, or quote it';
const TAG = 'tags (!name) are not read here; remove it, or quote the value';
const REFUSED: [name: string, text: string, ...problems: string[]][] = [
  ['nothing', '', 'f.yaml:1:1 is empty; a mapping of keys is expected'],
  ['a comment alone', '# later\n', 'f.yaml:1:1 is empty; a mapping of keys is expected'],
  ['null', '---\n~\n', 'f.yaml:1:1 is empty; a mapping of keys is expected'],
  ['a list', '\n- a\n', 'f.yaml:2:1 a mapping of keys (key: value) is expected at the top'],
  ['a word', 'scenario', 'f.yaml:1:1 a mapping of keys (key: value) is expected at the top'],
  ['a tab', 'a:\n\tb: 1\n', 'f.yaml:2:1 a tab is used as indentation; YAML wants spaces'],
  [
    'keys given twice',
    'a: 1\nb: 2\na: 3\nb: 4\n',
    'f.yaml:3:1 this key is there twice; keep one',
    'f.yaml:4:1 this key is there twice; keep one',
  ],
  ['an anchor', 'a: &x 1\nb: 2\n', `f.yaml:1:4 ${ANCHOR}`],
  ['an alias', 'a: 1\nb: *x\n', `f.yaml:2:4 ${ANCHOR}`],
  ['a tag', 'a: !!str 1\n', `f.yaml:1:4 ${TAG}`],
  ['a tag of its own', 'a:\n  - !secret b\n', `f.yaml:2:5 ${TAG}`],
  ['a directive', '%YAML 1.1\n---\na: yes\n', 'f.yaml:1:1 a line that begins with % is not read here; remove it'],
  ['two documents', 'a: 1\n---\nb: 1\n', 'f.yaml:2:1 a second document begins here (---); one file holds one document'],
  ['a list as key', '[a, b]: 1\n', 'f.yaml:1:1 a key must be a word'],
  ['an open quote', 'a: "b\n', 'f.yaml:2:1 a quote, bracket, comma, colon or space is missing here'],
  [
    'an open bracket',
    'a: [b,\nc: 1\n',
    'f.yaml:2:1 the indentation does not fit the lines above, or a bracket before it is not closed',
  ],
  [
    'two keys on a line',
    'a: b: c\n',
    'f.yaml:1:4 two keys on one line, or a value with ": " in it; put the value in quotes',
  ],
  ['a value that cannot begin so', 'a: @b\n', 'f.yaml:1:4 a value cannot begin with this character; put it in quotes'],
  [
    'a bad escape',
    'a: "\\q"\n',
    'f.yaml:1:5 no such escape in "double quotes"; double the backslash, or use single quotes',
  ],
  ['brackets without end', `a: ${'['.repeat(50_000)}`, 'f.yaml:1:36 is nested more than 32 deep'],
  ['lists without end', '- '.repeat(50_000), 'f.yaml:1:67 is nested more than 32 deep'],
  [
    'a file out of all proportion',
    `a: ${'x'.repeat(200_000)}`,
    'f.yaml:1:1 is larger than 200000 characters; that is not a file for this purpose',
  ],
];
for (const [name, text, ...problems] of REFUSED) {
  test(`refused: ${name}`, () => {
    const source = readYaml('f.yaml', text);
    expect(Array.isArray(source) ? source.map(formatProblem) : source.data).toEqual(problems);
  });
}

test('only the first of several syntax errors is told', () => {
  const source = readYaml('f.yaml', 'a: @b\nc: @d\ne: "\\q"\n');
  expect(Array.isArray(source) && source.length).toBe(1);
});

test('a line that does not parse is not quoted, for it may hold a secret', () => {
  for (const text of [
    'a: "hunter2',
    'a: hunter2]: }',
    'a: @hunter2',
    '"hunter2" x: 1',
    'a: *hunter2',
    'a: !hunter2 x',
  ]) {
    const source = readYaml('f.yaml', text);
    expect(JSON.stringify(source)).not.toContain('hunter2');
    expect(Array.isArray(source)).toBe(true);
  }
});

test.describe('what is where', () => {
  const source = read('top:\n  - name: a\n    list: [x, yy]\n  -\n    name: b\nempty:\n"1": one\n');

  test('a value is located where it begins', () => {
    expect(source.locate(['top', 0, 'list', 1])).toEqual({ file: 'f.yaml', line: 3, column: 15 });
    expect(source.locate(['top', 1])).toMatchObject({ line: 5, column: 5 });
    expect(source.locate(['1'])).toMatchObject({ line: 7, column: 6 });
  });

  test('what is not there is located at the innermost key that is', () => {
    expect(source.locate(['top', 0, 'absent', 'deeper'])).toMatchObject({ line: 2, column: 5 });
    expect(source.locate(['absent'])).toMatchObject({ line: 1, column: 1 });
    expect(source.locate(['top', 7])).toMatchObject({ line: 1, column: 1 });
  });

  test('a key is located where the key begins', () => {
    expect(source.locateKey(['top', 0, 'list'])).toMatchObject({ line: 3, column: 5 });
    expect(source.locateKey(['empty'])).toMatchObject({ line: 6, column: 1 });
  });

  test('a key without a value is there, and nothing is written', () => {
    expect(source.has(['empty'])).toBe(true);
    expect(source.written(['empty'])).toBeNull();
    expect(source.has(['absent'])).toBe(false);
    expect(source.has(['top', 0, 'name', 'deeper'])).toBe(false);
  });
});

test('any text is either a mapping or told to be none, in single lines that point into it', () => {
  fc.assert(
    fc.property(yamlTexts('a: 1\nb:\n  - c: [d, "e"]\n', ['a', 'b']), (text) => {
      const source = readYaml('f.yaml', text);
      if (!Array.isArray(source)) return typeof source.data === 'object' && source.data !== null;
      const lines = text.split(/\r\n|\n/).length;
      const within = source.every(({ line, column }) => line >= 1 && line <= lines && column >= 1);
      return source.length > 0 && within && source.every((problem) => SINGLE_LINE.test(formatProblem(problem)));
    }),
    { numRuns: 1000 },
  );
});
