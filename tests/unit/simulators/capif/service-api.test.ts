import fc from 'fast-check';
import { DiscoveredAPIs, InterfaceDescription } from '../../../../simulators/capif/publish.ts';
import {
  helloPath,
  interfaceAt,
  interfaceInformationOf,
  scopeCovers,
  scopeOf,
  serviceApisOf,
} from '../../../../simulators/capif/service-api.ts';
import { expect, test } from '../../../support/test.ts';

const name = fc.string({ unit: fc.constantFrom(...'abcAEF019-_.'), minLength: 1, maxLength: 8 });
const apis = fc.array(fc.record({ aefId: name, apiName: name }), { minLength: 1, maxLength: 4 });

test('a scope covers exactly the APIs that it was made of', () => {
  fc.assert(
    fc.property(apis, fc.record({ aefId: name, apiName: name }), (granted, asked) => {
      const included = granted.some((api) => api.aefId === asked.aefId && api.apiName === asked.apiName);
      return scopeCovers(scopeOf(granted), asked) === included;
    }),
  );
});

test('several APIs of one AEF stand behind one another; another scheme covers nothing', () => {
  expect(scopeCovers('3gpp#AEF1:a,b;AEF2:c', { aefId: 'AEF1', apiName: 'b' })).toBe(true);
  expect(scopeCovers('3gpp#AEF1:a,b;AEF2:c', { aefId: 'AEF2', apiName: 'b' })).toBe(false);
  expect(scopeCovers('AEF1:a', { aefId: 'AEF1', apiName: 'a' })).toBe(false);
});

test('every kind of host becomes its member of the interface description', () => {
  expect(interfaceAt('192.0.2.1', 1)).toEqual({ ipv4Addr: '192.0.2.1', port: 1 });
  expect(interfaceAt('2001:db8::1', 2)).toEqual({ ipv6Addr: '2001:db8::1', port: 2 });
  expect(interfaceAt('aef.example.com', 3)).toEqual({ fqdn: 'aef.example.com', port: 3 });
  for (const host of ['192.0.2.1', '2001:db8::1', 'aef.example.com']) {
    expect(InterfaceDescription.safeParse(interfaceAt(host, 443)).success).toBe(true);
    expect(interfaceInformationOf({ host, port: 443 })).toBe(`${host}:443`);
  }
  expect(() => interfaceAt('localhost', 1)).toThrow(/IP address or a fully qualified domain name/);
});

test('discovered APIs are callable as published; profiles without an interface are left out', () => {
  const profile = { aefId: 'AEF1', versions: [{ apiVersion: 'v1' }] };
  const discovered = DiscoveredAPIs.parse({
    serviceAPIDescriptions: [
      {
        apiName: 'hello',
        apiId: 'API1',
        aefProfiles: [
          {
            ...profile,
            securityMethods: ['OAUTH', 'X'],
            interfaceDescriptions: [{ ipv4Addr: '192.0.2.1', port: 8443 }],
          },
          { ...profile, aefId: 'AEF2', domainName: 'example.com' },
        ],
      },
    ],
  });
  expect(serviceApisOf(discovered)).toEqual([
    { apiName: 'hello', apiId: 'API1', aefId: 'AEF1', host: '192.0.2.1', port: 8443, methods: ['OAUTH'] },
  ]);
  expect(serviceApisOf({})).toEqual([]);
});

/** Paths of a discovered API with these versions and this prefix. */
function pathsOf(versions: readonly object[], interfaces: readonly object[] = [{ ipv4Addr: '192.0.2.1' }]) {
  const profile = { aefId: 'AEF1', versions, interfaceDescriptions: interfaces };
  const discovered = DiscoveredAPIs.parse({ serviceAPIDescriptions: [{ apiName: 'a b', aefProfiles: [profile] }] });
  return serviceApisOf(discovered).map(({ path }) => path);
}

test('the path is that of the first resource that answers GET, in the first version that has one', () => {
  const resource = (uri: string, ...operations: string[]) => ({
    resourceName: 'r',
    commType: 'REQUEST_RESPONSE',
    uri,
    ...(operations.length > 0 && { operations }),
  });
  const version = (apiVersion: string, ...resources: object[]) => ({ apiVersion, resources });
  expect(pathsOf([version('v1', resource('/things', 'POST'), resource('/others', 'PUT', 'GET'))])).toEqual([
    '/a%20b/v1/others',
  ]);
  expect(pathsOf([version('v1', resource('/things', 'POST')), version('v2', resource('all'))])).toEqual([
    '/a%20b/v2/all',
  ]);
  const prefixed = [{ ipv4Addr: '192.0.2.1', apiPrefix: '/pre/fix/' }];
  expect(pathsOf([version('v1', resource('/things/'))], prefixed)).toEqual(['/pre/fix/a%20b/v1/things']);
  expect(pathsOf([version('v1', resource('/things', 'DELETE'))])).toEqual([undefined]);
  expect(pathsOf([{ apiVersion: 'v1' }])).toEqual([undefined]);
});

test('where nobody said which path answers, it is that of a simulated AEF', () => {
  expect(helloPath({ apiName: 'a b' })).toBe('/a%20b/v1/hello');
  expect(helloPath({ apiName: 'a b', path: '/weather' })).toBe('/weather');
});
