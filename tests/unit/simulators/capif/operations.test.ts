import fc from 'fast-check';
import {
  findOperation,
  OPERATIONS,
  validateMessage,
  validateNotification,
} from '../../../../simulators/capif/operations.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { expect, test } from '../../../support/test.ts';

const json = (value: unknown, contentType = 'application/json') => ({ contentType, body: JSON.stringify(value) });
const nothing = { contentType: undefined, body: '' };
const profile = { onboardingInformation: { apiInvokerPublicKey: 'PEM' }, notificationDestination: 'https://invoker/' };

test('an onboarding that conforms has no issues, extra members included', () => {
  const message = {
    method: 'POST',
    target: paths.onboardedInvokers(),
    request: json({ ...profile, vendorThing: 1 }, 'application/json; charset=utf-8'),
    response: { status: 201, ...json({ ...profile, apiInvokerId: 'INV1' }) },
  };
  expect(validateMessage(message)).toEqual([]);
});

test('issues name the schema, the member and the expectation, for request and response', () => {
  const breaches = validateMessage({
    method: 'POST',
    target: paths.onboardedInvokers(),
    request: json({ ...profile, notificationDestination: 7 }),
    response: { status: 201, ...json({ ...profile, onboardingInformation: {} }) },
  });
  expect(breaches).toEqual([
    {
      schema: 'APIInvokerEnrolmentDetails',
      issues: ['notificationDestination: Invalid input: expected string, received number'],
    },
    {
      schema: 'APIInvokerEnrolmentDetails',
      issues: ['onboardingInformation.apiInvokerPublicKey: Invalid input: expected string, received undefined'],
    },
  ]);
});

for (const [name, response, schema, issue] of [
  [
    'a success without the media type',
    { status: 200, contentType: 'text/plain', body: '{}' },
    'DiscoveredAPIs',
    /content-type: expected application\/json, received text\/plain/,
  ],
  [
    'a success that is not JSON',
    { status: 200, contentType: 'application/json', body: '{' },
    'DiscoveredAPIs',
    /body: not JSON/,
  ],
  [
    'a success without a body',
    { status: 200, contentType: 'application/json', body: '' },
    'DiscoveredAPIs',
    /body: empty/,
  ],
  ['an undeclared success', { status: 206, ...nothing }, 'Discover_Service_API', /status: expected 200, received 206/],
  [
    'problem details of the wrong form',
    { status: 404, ...json({ status: '404' }, 'application/problem+json') },
    'ProblemDetails',
    /status: .*expected/,
  ],
] as const) {
  test(`${name} is an issue`, () => {
    const breaches = validateMessage({ method: 'GET', target: paths.allServiceApis('INV1'), response });
    expect(breaches).toEqual([{ schema, issues: expect.arrayContaining([expect.stringMatching(issue)]) }]);
  });
}

test('an offboarding is a DELETE without a body that is answered 204 without a body', () => {
  const target = paths.onboardedInvoker('ONB1');
  const judge = (response: { status: number; contentType: string | undefined; body: string }, request = nothing) =>
    validateMessage({ method: 'DELETE', target, request, response });
  expect(judge({ status: 204, ...nothing })).toEqual([]);
  expect(judge({ status: 204, ...json({}) })[0]?.issues).toEqual(['body: a 204 has none here']);
  expect(judge({ status: 200, ...json({}) })[0]?.issues).toEqual(['status: expected 204, received 200']);
  expect(validateMessage({ method: 'DELETE', target, request: json({}) })).toHaveLength(1);
});

test('errors may be described in other media types (the field does so)', () => {
  const target = paths.onboardedInvoker('ONB1');
  for (const response of [
    { status: 404, ...json({ cause: 'x' }) },
    { status: 401, contentType: 'text/plain', body: 'no' },
  ]) {
    expect(validateMessage({ method: 'DELETE', target, response })).toEqual([]);
  }
});

test('a token request is a form; its 400 is an RFC 6749 error', () => {
  const target = paths.token('INV1');
  const form = (body: string) => ({ contentType: 'application/x-www-form-urlencoded', body });
  const judge = (request: string, response: unknown, status = 400) =>
    validateMessage({ method: 'POST', target, request: form(request), response: { status, ...json(response) } });
  expect(judge('grant_type=client_credentials&client_id=INV1', { error: 'invalid_client' })).toEqual([]);
  expect(judge('grant_type=password&client_id=INV1', { error: 'nonsense' }).map(({ schema }) => schema)).toEqual([
    'AccessTokenReq',
    'AccessTokenErr',
  ]);
});

test('an API root with a path of its own is recognised, a longer path is not', () => {
  const target = paths.onboardedInvoker('ONB1');
  expect(findOperation('DELETE', `/capif/core${target}`)?.operation).toBe('Offboard_API_Invoker');
  expect(findOperation('DELETE', `${target}/more`)).toBeUndefined();
  expect(findOperation('GET', target)).toBeUndefined();
});

test('no issue ever quotes a value', () => {
  const secret = 'correct-horse-battery-staple';
  const breaches = validateMessage({
    method: 'POST',
    target: paths.token('INV1'),
    request: { contentType: 'application/x-www-form-urlencoded', body: `grant_type=${secret}&client_secret=${secret}` },
    response: { status: 200, ...json({ access_token: 1, token_type: secret, expires_in: secret, scope: [secret] }) },
  });
  expect(breaches).toHaveLength(2);
  expect(JSON.stringify(breaches)).not.toContain(secret);
});

test('whatever the bytes are, the guard answers instead of throwing', () => {
  const operation = fc.constantFrom(...OPERATIONS);
  const body = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(
      operation,
      body,
      fc.option(fc.string(), { nil: undefined }),
      fc.integer({ min: 100, max: 599 }),
      (o, b, type, status) => {
        const target = o.pattern.replaceAll(/\{\w+\}/g, 'x');
        const message = { contentType: type, body: b };
        return Array.isArray(
          validateMessage({ method: o.method, target, request: message, response: { status, ...message } }),
        );
      },
    ),
  );
});

test('a notification names one event, not a list', () => {
  const good = { subscriptionId: 'S', events: 'API_INVOKER_OFFBOARDED', eventDetail: { apiInvokerIds: ['INV1'] } };
  expect(validateNotification(json(good))).toEqual([]);
  expect(validateNotification(json({ ...good, events: [good.events] }))).toEqual([
    'events: Invalid input: expected string, received array',
  ]);
  expect(validateNotification(json({ ...good, eventDetail: { apiInvokerIds: [] } }))).toHaveLength(1);
  expect(validateNotification(json(good, 'text/plain'))).toEqual([
    'content-type: expected application/json, received text/plain',
  ]);
  expect(validateNotification({ contentType: 'application/json', body: 'null' })).toHaveLength(1);
});
