import { expect, test } from '../support/test.ts';
import { circles, forbiddenImports, importsOfTops } from './arrows.ts';
import { codeOf } from './code.ts';
import { deadPaths } from './documents.ts';
import { escapes, LONGEST, longFiles, machinePaths, unfinishedFiles, worldlyFiles } from './house-rules.ts';
import { importsOf } from './imports.ts';
import { sourceFile } from './project.ts';
import { TABLE } from './table.ts';
import { TOPS } from './tops.ts';

/** A file that breaks every rule of imports there is. */
const BAD = sourceFile({
  path: 'harness/checks/s6-bad.ts',
  text: `
import { createServer } from 'node:net';
import { isIP } from 'node:net';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import type { Micros } from '../../simulators/wire/facts.ts';
export * from "../../tests/unit/nodes.ts";
import {
  type View,
  text as words,
} from '../evidence/view.ts';
const later = await import('msw');
const now = Date.now() + new Date().getTime() + performance.now() + Math.random();
const fixed = new Date(0);
`,
});

test('every form of import is read, with its line, its names and whether it is of types', () => {
  expect(BAD.imports.map(({ from, typeOnly, names, line }) => [line, from, typeOnly, names.join()])).toEqual([
    [2, 'node:net', false, 'createServer'],
    [3, 'node:net', false, 'isIP'],
    [4, '../../simulators/ccf/ccf.ts', true, 'Ccf'],
    [5, '../../simulators/wire/facts.ts', false, 'WireError'],
    [6, '../../simulators/wire/facts.ts', true, 'Micros'],
    [7, '../../tests/unit/nodes.ts', false, ''],
    [8, '../evidence/view.ts', false, 'View,text'],
    [12, 'msw', false, ''],
  ]);
  const others = importsOf(
    `import './a.ts';import type from './b.ts';import type, { x } from './c.ts';import y,{z}from'./d.ts'`,
  );
  expect(others.map(({ from, typeOnly }) => [from, typeOnly])).toEqual([
    ['./a.ts', false],
    ['./b.ts', false],
    ['./c.ts', false],
    ['./d.ts', false],
  ]);
});

test('what only looks like an import is none', () => {
  const text = [
    "// import { a } from './a.ts';",
    "/* import b from './b.ts'; */",
    'const c = "import c from \'./c.ts\'";',
    ["const d = `import d from './d.ts' $", "{1 + 1} export * from './e.ts'`;"].join(''),
    "const f = /['\"`/*]/.test(x) ? y / z : [/from '.\\/g.ts'/];",
    "object.import('./h.ts');",
    "export const from = 1, text = './i.ts';",
  ].join('\n');
  expect(importsOf(text)).toEqual([]);
});

test('code within a template is code, and blanks keep every offset', () => {
  const template = ['`x $', '{b + `y $', '{Date.now()} "z"`} \'quoted`'].join('');
  const text = `const a = ${template}; // Date.now()\nconst q = 8 / 2; const p = '}'; Math.random();`;
  const code = codeOf(text);
  expect(code).toHaveLength(text.length);
  expect(code.match(/Date\.now/g)).toHaveLength(1);
  expect(code.indexOf('Date.now')).toBe(text.indexOf('Date.now'));
  expect(code.indexOf('Math.random')).toBe(text.indexOf('Math.random'));
  expect(code).not.toContain('quoted');
});

test('the table catches what it forbids, and nothing else', () => {
  expect(forbiddenImports([BAD], TABLE).map((breach) => breach.split(';')[0])).toEqual([
    'harness/checks/s6-bad.ts:4 imports types of simulators/ccf/ccf.ts',
    'harness/checks/s6-bad.ts:5 imports simulators/wire/facts.ts',
    'harness/checks/s6-bad.ts:7 imports tests/unit/nodes.ts',
    'harness/checks/s6-bad.ts:12 imports msw',
  ]);
  expect(forbiddenImports([{ ...BAD, path: 'elsewhere/a.ts', imports: [] }], TABLE)).toEqual([
    'elsewhere/a.ts: its folder has no row in the import table; add one',
  ]);
  expect(importsOfTops([BAD], TOPS)).toEqual([
    'harness/checks/s6-bad.ts:7 imports tests/unit/nodes.ts; nothing may depend on tests',
  ]);
});

test('simulated nodes may not import each other', () => {
  const node = sourceFile({ path: 'simulators/aef/a.ts', text: "import { startCcf } from '../ccf/ccf.ts';" });
  expect(forbiddenImports([node], TABLE)).toHaveLength(1);
});

test('a circle across folders is told once, one within a folder not at all', () => {
  const file = (path: string, ...to: string[]) =>
    sourceFile({ path, text: to.map((from) => `import '${from}';`).join('\n') });
  const within = [file('a/x.ts', './y.ts'), file('a/y.ts', './x.ts')];
  expect(circles(within)).toEqual([]);
  const across = [
    file('a/x.ts', './y.ts'),
    file('a/y.ts', '../b/z.ts'),
    file('b/z.ts', '../a/x.ts'),
    file('c/w.ts', '../a/x.ts'),
  ];
  expect(circles(across)).toEqual(['a/y.ts → b/z.ts → a/x.ts → a/y.ts']);
  const hidden = [file('a/x.ts', './y.ts', '../b/z.ts'), file('a/y.ts', './x.ts'), file('b/z.ts', '../a/y.ts')];
  expect(circles(hidden)).toEqual(['a/x.ts → b/z.ts → a/y.ts → a/x.ts']);
});

test('sockets, clocks and dice are found, and what opens nothing is not', () => {
  const found = worldlyFiles([BAD]);
  expect(found.map((breach) => /:(\d+) (\w+)/.exec(breach)?.slice(1).join(' '))).toEqual([
    '2 imports',
    '13 reads',
    '13 reads',
    '13 reads',
    '13 throws',
  ]);
  expect(worldlyFiles([{ ...BAD, path: 'simulators/wire/bad.ts' }])).toEqual([]);
});

test('the other rules of the house find their breaches', () => {
  const text = (words: string) => [{ path: 'a.md', text: words }];
  expect(longFiles(text('x\n'.repeat(LONGEST)))).toEqual([]);
  expect(longFiles(text('x\n'.repeat(LONGEST + 1)))).toHaveLength(1);
  expect(unfinishedFiles(text(`a\n// ${'TO'}DO: b`))).toEqual(['a.md:2 is unfinished; finish it, or open an issue']);
  const folder = ['', 'tmp', 'x'].join('/');
  expect(machinePaths(text(`see ${folder}`))).toHaveLength(1);
  expect(machinePaths(text(`see docs${folder}, https://x.example${folder}, /var/lib/acme`))).toEqual([]);
  const escaping = sourceFile({
    path: 'a.ts',
    text: `const a = b${'!'}.c; if (!d) e();\n// @ts-${'ignore'}\nlet f: ${'any'};`,
  });
  expect(escapes([escaping]).map((breach) => breach.split(' ')[0])).toEqual(['a.ts:1', 'a.ts:3', 'a.ts:2']);
  const dead = deadPaths(text('[a](b.md) [c](https://d.example/e.md) `f/g.ts` `h/*.ts`'), (path) => path === 'f/g.ts');
  expect(dead).toEqual(['a.md points at b.md, which is not there']);
});
