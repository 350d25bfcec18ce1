import fc from 'fast-check';
import { findOperation } from '../../../../simulators/capif/operations.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { expect, test } from '../../../support/test.ts';

/** Every builder, with the operation that its path must lead to. */
const BUILDERS: readonly [method: string, operation: string, build: (id: string) => string][] = [
  ['POST', 'Onboard_API_Invoker', () => paths.onboardedInvokers()],
  ['DELETE', 'Offboard_API_Invoker', (id) => paths.onboardedInvoker(id)],
  ['POST', 'Register_API_Provider', () => paths.registrations()],
  ['DELETE', 'Deregister_API_Provider', (id) => paths.registration(id)],
  ['POST', 'Publish_Service_API', (id) => paths.serviceApis(id)],
  ['DELETE', 'Unpublish_Service_API', (id) => paths.serviceApi(id, id)],
  ['GET', 'Discover_Service_API', (id) => paths.allServiceApis(id)],
  ['PUT', 'Obtain_Security_Method', (id) => paths.trustedInvoker(id)],
  ['GET', 'Obtain_API_Invoker_Info', (id) => paths.trustedInvoker(id, { authenticationInfo: true })],
  ['POST', 'Obtain_Security_Method', (id) => paths.trustedInvokerUpdate(id)],
  ['POST', 'Revoke_Authorization', (id) => paths.trustedInvokerDelete(id)],
  ['POST', 'Obtain_Authorization', (id) => paths.token(id)],
  ['POST', 'Subscribe_Event', (id) => paths.subscriptions(id)],
  ['DELETE', 'Unsubscribe_Event', (id) => paths.subscription(id, id)],
];

for (const [method, operation, build] of BUILDERS) {
  test(`${operation}: ${method} ${build('ID')} stays that operation whatever the ids are`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        const path = build(id);
        return path.startsWith('/') && findOperation(method, path)?.operation === operation && !/[\s#]/.test(path);
      }),
    );
  });
}

test('ids are percent-encoded', () => {
  expect(paths.onboardedInvoker('a/b?c')).toBe('/api-invoker-management/v1/onboardedInvokers/a%2Fb%3Fc');
});

test('the query of a trusted invoker says only what was asked', () => {
  expect(paths.trustedInvoker('I')).toBe('/capif-security/v1/trustedInvokers/I');
  expect(paths.trustedInvoker('I', { authenticationInfo: true, authorizationInfo: false })).toBe(
    '/capif-security/v1/trustedInvokers/I?authenticationInfo=true&authorizationInfo=false',
  );
});
