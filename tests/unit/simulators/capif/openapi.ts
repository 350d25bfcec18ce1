/** Where the tests find the OpenAPI files of TS 29.222, which are 3GPP's and not part of this repository. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Reference = z.looseObject({ $ref: z.string() });
const Content = z.record(z.string(), z.looseObject({ $ref: z.string().optional(), items: Reference.optional() }));

const OpenApi = z.looseObject({
  operations: z.array(
    z.looseObject({
      api: z.string(),
      method: z.string(),
      path: z.string(),
      body: Content.optional(),
      responses: z.record(z.string(), z.union([z.string(), z.looseObject({ content: Content.optional() })])),
      callbacks: z.array(z.looseObject({ method: z.string(), body: Content })).optional(),
    }),
  ),
  $defs: z.record(z.string(), z.looseObject({})),
});
export type OpenApi = z.infer<typeof OpenApi>;

/** Printed when the comparison is skipped. */
export const WITHOUT_OPENAPI =
  'set CAPIF_OPENAPI to a bundle of the TS 29.222 OpenAPI files (ts29222.json) to compare with it';

/** The bundle that CAPIF_OPENAPI points to, or undefined when it points nowhere. */
export function loadOpenApi(): OpenApi | undefined {
  const path = process.env.CAPIF_OPENAPI;
  return path === undefined || path === '' ? undefined : OpenApi.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** `EventNotification` of `…#/$defs/TS29222_CAPIF_Events_API.EventNotification`; `X[]` for an array of X. */
export function schemaName(schema: z.infer<typeof Content>[string] | undefined): string | undefined {
  if (schema?.items) return `${schemaName(schema.items)}[]`;
  return schema?.$ref?.split('.').at(-1);
}
