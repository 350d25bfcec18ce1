/** What may be written in a baseline, `known-deviations.yaml`. */
import { z } from 'zod';
import { text } from '../target/fields.ts';
import { inputSchema, type JsonSchema } from '../target/yaml/json-schema.ts';

const Deviation = z.strictObject({
  /** Id of a row of the ledger. */
  requirement: text.meta({ title: 'requirement', examples: ['S6-torn-down'] }),
  /** See `matches`: `*` stands for anything, `?` for one character. */
  scenario: text.max(200, 'is longer than 200 characters, saw {seen}').meta({
    description: 'the playings meant: a scenario id, or id · method · TLS version; * stands for anything',
    examples: ['ccf-offboarding · psk · *'],
  }),
  reason: text.meta({ description: 'why it is tolerated for now', examples: ['the proxy keeps idle sessions'] }),
  issue: z
    .url({ protocol: /^https?$/, error: 'must be a link (https://…), saw {seen}' })
    .meta({ description: 'where it is followed up', examples: ['https://tracker.acme.example/412'] }),
  expires: z.iso.date('must be a day (year-month-day), saw {seen}').meta({
    description: 'the last day on which it counts as known, UTC',
    examples: ['2027-03-31'],
  }),
  words: text.meta({ description: 'must occur in what is seen', examples: ['still open'] }),
});

/** A baseline, as it is written. */
export const BaselineFile = z.strictObject({
  deviations: z.array(Deviation).meta({ examples: [[{ requirement: 'S6-torn-down' }]] }),
});
export type BaselineFile = Readonly<z.infer<typeof BaselineFile>>;

/** What a person may write, as JSON Schema (draft 2020-12). */
export function baselineJsonSchema(): JsonSchema {
  return { title: 'Known deviations of a target (CAPIF offboarding conformance)', ...inputSchema(BaselineFile) };
}
