/** Documents grown from a Zod schema: mostly in its spirit, now and then with something foreign in one place. */
import fc from 'fast-check';
import { z } from 'zod';

const JsonSchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** Texts near the edges of the patterns that TS 29.222 knows. */
const TEXTS = [
  '',
  'x',
  'PSK',
  '4',
  'fF09',
  'a.example.com',
  'a.example.com.',
  'localhost',
  '-a.com',
  '192.0.2.1',
  '2026-01-02T03:04:05Z',
  '2026-01-02',
  'é',
];
const NUMBERS = [-1, 0, 1, 443, 65_535, 65_536, 1.5];
const FOREIGN = fc.constantFrom<unknown>(null, true, 0, 'x', [], {}, [0], ['x'], -1, '');

/** Arbitrary documents for `schema`; about half of them are valid. */
export function documentsOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return grow(z.toJSONSchema(schema, { io: 'input' }));
}

function grow(node: unknown): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary: inSpirit(JsonSchema.parse(node)) }, { weight: 1, arbitrary: FOREIGN });
}

function inSpirit(node: z.infer<typeof JsonSchema>): fc.Arbitrary<unknown> {
  if (node.anyOf) return fc.oneof(...node.anyOf.map(grow));
  if (node.const !== undefined) return mostly([node.const]);
  if (node.enum) return mostly(node.enum);
  switch (node.type) {
    case 'string':
      return text(node.pattern, node.minLength);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(0, 1, 443) },
        { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) },
      );
    case 'array':
      return fc.oneof(
        { weight: 12, arbitrary: fc.array(grow(node.items), { minLength: 1, maxLength: 2 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      );
    default:
      return objects(node.properties ?? {}, new Set(node.required));
  }
}

/** Required members are nearly always there, each optional one in one document of four. */
function objects(properties: Record<string, unknown>, required: ReadonlySet<string>): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, node]) =>
    fc.oneof(
      {
        weight: required.has(name) ? 40 : 1,
        arbitrary: grow(node).map((value): [string, unknown] => [name, value]),
      },
      { weight: required.has(name) ? 1 : 3, arbitrary: fc.constant(undefined) },
    ),
  );
  return fc.tuple(...members).map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));
}

function text(pattern: string | undefined, minLength = 0): fc.Arbitrary<string> {
  const fitting = TEXTS.filter(
    (candidate) => candidate.length >= minLength && (!pattern || new RegExp(pattern).test(candidate)),
  );
  return mostly(fitting.length > 0 ? fitting : TEXTS);
}

function mostly(fitting: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
  );
}
