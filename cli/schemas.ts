/** The JSON Schemas of everything that people write or programs read, for editors and for other tools. */
import { fileURLToPath } from 'node:url';
import { baselineJsonSchema } from '../harness/baseline/schema.ts';
import { NAMES } from '../harness/play/prepare.ts';
import { scenarioJsonSchema } from '../harness/scenario/schema.ts';
import { targetJsonSchema } from '../harness/target/schema.ts';
import { conformanceJsonSchema } from '../reports/conformance.ts';
import { loadLedger } from '../scenarios/requirements/ledger.ts';

export interface PublishedSchema {
  /** Absolute path of the file that holds it. */
  readonly file: string;
  /** The file's text, as it must be. */
  readonly text: string;
}

/** Every published schema as its file must read: made anew from the code, so that a test can tell a stale one. */
export function publishedSchemas(): PublishedSchema[] {
  const schemas: [string, object][] = [
    ['scenarios/scenario.schema.json', scenarioJsonSchema(NAMES, loadLedger())],
    ['targets/target.schema.json', targetJsonSchema()],
    ['targets/known-deviations.schema.json', baselineJsonSchema()],
    ['reports/conformance.schema.json', conformanceJsonSchema()],
  ];
  return schemas.map(([path, schema]) => ({
    file: fileURLToPath(new URL(`../${path}`, import.meta.url)),
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }));
}
