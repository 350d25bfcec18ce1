/**
 * Our schemas against those of 3GPP: generated and mutated documents are accepted by both or by neither. Documents hold the
 * members that we model (they are grown from our schemas), so a constraint that only one side knows shows up either way.
 */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { z } from 'zod';
import * as aefSecurity from '../../../../simulators/capif/aef-security.ts';
import * as enrolment from '../../../../simulators/capif/enrolment.ts';
import * as events from '../../../../simulators/capif/events.ts';
import * as provider from '../../../../simulators/capif/provider.ts';
import * as publish from '../../../../simulators/capif/publish.ts';
import * as security from '../../../../simulators/capif/security.ts';
import { expect, test } from '../../../support/test.ts';
import { documentsOf } from './documents.ts';
import { loadOpenApi, WITHOUT_OPENAPI } from './openapi.ts';

const FILES = {
  TS29222_CAPIF_API_Invoker_Management_API: enrolment,
  TS29222_CAPIF_API_Provider_Management_API: provider,
  TS29222_CAPIF_Publish_Service_API: publish,
  TS29222_CAPIF_Discover_Service_API: { DiscoveredAPIs: publish.DiscoveredAPIs },
  TS29222_CAPIF_Security_API: security,
  TS29222_AEF_Security_API: aefSecurity,
  TS29222_CAPIF_Events_API: events,
};

/** `File.Schema` of 3GPP → our schema of that name. */
const modelled = Object.entries(FILES).flatMap(([file, exported]) =>
  Object.entries(exported)
    .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
    .filter(([name]) => name !== 'DiscoveredAPIs' || file.includes('Discover'))
    .map(([name, schema]) => ({ id: `${file}.${name}`, name, schema })),
);

const openApi = loadOpenApi();
const ajv = new Ajv2020({
  strict: false,
  logger: false,
  formats: {
    'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  },
});
if (openApi) ajv.addSchema(openApi, 'ts29222');

test('the comparison covers every schema that the table of operations uses', () => {
  expect(modelled.length).toBeGreaterThan(25);
});

for (const { id, name, schema } of modelled) {
  test(`${name} accepts what ${id} accepts`, () => {
    test.skip(openApi === undefined, WITHOUT_OPENAPI);
    const theirs: ValidateFunction | undefined = ajv.getSchema(`ts29222#/$defs/${id}`);
    if (theirs === undefined) throw new Error(`the OpenAPI bundle has no ${id}`);
    const seen = new Set<boolean>();

    fc.assert(
      fc.property(documentsOf(schema).filter(isForm(name)), (document) => {
        const ours = schema.safeParse(document);
        const accepted = theirs(document) === true;
        seen.add(accepted);
        expect(
          ours.success,
          `${JSON.stringify(document)}\n3GPP: ${ajv.errorsText(theirs.errors)}\nours: ${ours.error}`,
        ).toBe(accepted);
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort(), 'both accepted and refused documents must have been generated').toEqual([false, true]);
  });
}

/** A form is always an object, which the OpenAPI schema of AccessTokenReq leaves unsaid. */
function isForm(name: string): (document: unknown) => boolean {
  return (document) =>
    name !== 'AccessTokenReq' || (typeof document === 'object' && document !== null && !Array.isArray(document));
}
