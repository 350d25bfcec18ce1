import { OPERATIONS } from '../../../../simulators/capif/operations.ts';
import { expect, test } from '../../../support/test.ts';
import { loadOpenApi, schemaName, WITHOUT_OPENAPI } from './openapi.ts';

/** The APIs of which every operation is modelled. */
const APIS = /_(API_Invoker_Management|API_Provider_Management|Publish_Service|Discover_Service|Security|Events)_API$/;

/** Of the AEF's own API only this: the other operation tells an AEF of revocations, which offboarding is not. */
const OF_THE_AEF = '/aef-security/v1/check-authentication';

const openApi = loadOpenApi();

/** One line an operation: all that the table claims of it. */
function line(method: string, path: string, request: string, responses: readonly string[]): string {
  return `${method} ${path} (${request}) → ${[...responses].sort().join(', ')}`;
}

test('the table of operations is that of the OpenAPI files: methods, paths, media types, schemas, success codes', () => {
  test.skip(openApi === undefined, WITHOUT_OPENAPI);

  const theirs = (openApi?.operations ?? [])
    .filter(({ api, path }) => (api.includes('CAPIF') && APIS.test(api)) || path === OF_THE_AEF)
    .map(({ method, path, body, responses }) => {
      const [type, schema] = Object.entries(body ?? {})[0] ?? [];
      const modelled = Object.entries(responses).flatMap(([code, response]) => {
        const content = typeof response === 'string' ? undefined : response.content;
        if (content === undefined && !code.startsWith('2')) return [];
        return `${code} ${schemaName(content?.['application/json']) ?? 'nothing'}`;
      });
      return line(method, path, type ? `${type} ${schemaName(schema)}` : 'nothing', modelled);
    });

  const ours = OPERATIONS.map(({ method, pattern, request, responses }) =>
    line(
      method,
      pattern,
      request ? `${request.type} ${request.name}` : 'nothing',
      Object.entries(responses).map(([code, { name }]) => `${code} ${name ?? 'nothing'}`),
    ),
  );

  expect(theirs.length).toBeGreaterThan(20);
  expect(ours.sort()).toEqual(theirs.sort());
});

test('the event notification is a POST of EventNotification in the OpenAPI files too', () => {
  test.skip(openApi === undefined, WITHOUT_OPENAPI);
  const callbacks = (openApi?.operations ?? [])
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/subscriptions'))
    .flatMap(({ callbacks: declared }) => declared ?? []);
  expect(callbacks.map(({ method, body }) => `${method} ${schemaName(body['application/json'])}`)).toEqual([
    'POST EventNotification',
  ]);
});
