import { z } from 'zod';
import type { Path } from './source.ts';

/** A JSON Schema, as far as it is read here. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What a person may write (not what the loader makes of it), as JSON Schema: for editors, and for messages. The `examples`
 * of our schemas show what to write, too.
 */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      // Zod drops the examples of what is transformed, taking them for results.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
}

/** The alternatives that the schema allows at `path`; empty when it allows nothing there. */
export function schemasAt(schema: JsonSchema, path: Path): JsonSchema[] {
  let level = alternatives(schema);
  for (const segment of path) {
    level = level.flatMap((node) => alternatives(inside(node, segment)));
  }
  return level;
}

/** The keys that a mapping at `path` may have. */
export function keysAt(schema: JsonSchema, path: Path): string[] {
  return schemasAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {}));
}

function inside(node: JsonSchema, segment: PropertyKey): unknown {
  if (typeof segment === 'number') return node.items;
  const properties = node.properties ?? {};
  return Object.hasOwn(properties, segment) ? properties[String(segment)] : node.additionalProperties;
}

function alternatives(node: unknown): JsonSchema[] {
  return isSchema(node) ? [node, ...(node.anyOf ?? []).flatMap(alternatives)] : [];
}

const isSchema = (node: unknown): node is JsonSchema => typeof node === 'object' && node !== null;
