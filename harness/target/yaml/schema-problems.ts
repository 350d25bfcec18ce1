import type { z } from 'zod';
import { type JsonSchema, keysAt, schemasAt } from './json-schema.ts';
import type { Problem } from './problem.ts';
import type { Path, YamlSource } from './source.ts';
import { suggestion } from './suggest.ts';
import { expected, flow, kindOf, printable, shown } from './words.ts';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, told at the line where it is written and in the words of the file: the key, what was seen,
 * and what to write instead. The schema's `title` names a kind of name ("probe"), its `examples` show what to write, and
 * `writeOnly` marks a secret, whose value is never repeated, and a mapping that may hold some, of which nothing is.
 */
export function schemaProblems(error: z.ZodError, source: YamlSource, schema: JsonSchema): Problem[] {
  const problems = error.issues.flatMap((issue) => tell(issue, source, schema));
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `steps[2].step`, as a person would write it; a key that is no plain word is quoted. */
export function dotted(path: Path): string {
  return path.map(segment).join('').replace(/^\./, '');
}

function segment(part: PropertyKey): string {
  if (typeof part === 'number') return `[${part}]`;
  const key = String(part);
  return /^[\w-]+$/.test(key) ? `.${key}` : `["${printable(key)}"]`;
}

/** What to say where a key that must be there is not; `why` may say what needs it. */
export function missing(path: Path, schema: JsonSchema, why = ''): string {
  const fix = example(schemasAt(schema, path), path);
  return `${dotted(path)}: is missing${why}; ${fix ? `add ${fix}` : 'add it'}`;
}

function tell(issue: Issue, source: YamlSource, schema: JsonSchema): Problem[] {
  const { path } = issue;
  if (issue.code === 'invalid_union') {
    const inner = likeliest(issue.errors);
    return inner.flatMap((one) => tell({ ...one, path: [...path, ...one.path] }, source, schema));
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      ...source.locateKey([...path, key]),
      message: `unknown key "${printable(key)}"${suggestion(key, known)}`,
    }));
  }
  return [{ ...source.locate(path), message: sentence(issue, source, schema) }];
}

function sentence(issue: Issue, source: YamlSource, schema: JsonSchema): string {
  const { path } = issue;
  const nodes = schemasAt(schema, path);
  if (!source.has(path)) return missing(path, schema);

  const written = source.written(path);
  const secret = isSecret(path, schema);
  const seen = secret ? kindOf(written) : shown(written);
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const noun = nodes.find((node) => node.title !== undefined)?.title;
    if (noun !== undefined && typeof written === 'string' && !secret)
      return `unknown ${noun} ${seen}${suggestion(written, known)}`;
    const near = typeof written === 'string' && !secret ? suggestion(written, known) : `; known: ${known.join(', ')}`;
    return `${dotted(path)}: cannot be ${seen}${near}`;
  }
  const fix = example(nodes, path);
  const remedy = fix ? `; write e.g. ${fix}` : '';
  const range = nodes.find((node) => node.minimum !== undefined && node.maximum !== undefined);
  if (range) return `${dotted(path)}: expected a whole number from ${range.minimum} to ${range.maximum}, saw ${seen}`;
  if (issue.code === 'invalid_type')
    return `${dotted(path)}: expected ${expected(issue.expected)}, saw ${seen}${remedy}`;
  if (issue.code === 'too_small' && issue.minimum === 1) return `${dotted(path)}: is empty${remedy}`;
  // The rest carries a message of the schema's own, which goes on after what was seen.
  return issue.message.startsWith('Invalid') || issue.message.startsWith('Too ')
    ? `${dotted(path)}: cannot be ${seen}${remedy}`
    : `${dotted(path)}: ${issue.message.replace('{seen}', () => seen)}${remedy}`;
}

/** Whether it, or anything that it stands in, is never repeated: a secret may have slipped to a place where none belongs. */
function isSecret(path: Path, schema: JsonSchema): boolean {
  return [...path, undefined].some((_, depth) =>
    schemasAt(schema, path.slice(0, depth)).some((node) => node.writeOnly === true),
  );
}

/** Of several things that could have been meant, the one that was got furthest with. */
function likeliest(branches: readonly Issue[][]): Issue[] {
  const got = (branch: Issue[]): number =>
    Math.max(...branch.map((issue) => issue.path.length * 2 + (issue.code === 'invalid_type' ? 0 : 1)));
  return [...branches].sort((a, b) => got(b) - got(a))[0] ?? [];
}

/** `key: example` from the schema, or undefined where it gives none. */
function example(nodes: readonly JsonSchema[], path: Path): string | undefined {
  const given = nodes.flatMap((node) => node.examples ?? [])[0];
  if (given === undefined) return undefined;
  const key = path.at(-1);
  return typeof key === 'string' ? `${key}: ${flow(given)}` : flow(given);
}
