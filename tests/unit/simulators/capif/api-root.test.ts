import { authority, below, lastSegment, parseApiRoot, resourceOf } from '../../../../simulators/capif/api-root.ts';
import { expect, test } from '../../../support/test.ts';

test('an API root is taken apart, with the ports that schemes imply', () => {
  expect(parseApiRoot('https://ccf.example.com')).toEqual({
    host: 'ccf.example.com',
    port: 443,
    tls: true,
    prefix: '',
  });
  expect(parseApiRoot('http://[::1]:8090/capif/')).toEqual({ host: '::1', port: 8090, tls: false, prefix: '/capif' });
  expect(below('https://ccf.example.com/capif', '/x')).toBe('/capif/x');
});

test('what is no API root is refused with an example', () => {
  for (const text of ['ccf.example.com:443', 'ftp://ccf.example.com', '']) {
    expect(() => parseApiRoot(text)).toThrow(/expected a URL such as https:/);
  }
});

test('an authority has brackets around IPv6 only', () => {
  expect([authority('127.0.0.1', 1), authority('::1', 2), authority('a.example.com', 3)]).toEqual([
    '127.0.0.1:1',
    '[::1]:2',
    'a.example.com:3',
  ]);
});

test('a Location is understood absolute, relative to the root, and relative to the request', () => {
  const request = '/capif/api-invoker-management/v1/onboardedInvokers';
  const expected = `${request}/ONB%201`;
  for (const location of [`https://other.example.com${expected}`, expected, 'onboardedInvokers/ONB%201']) {
    expect(resourceOf(location, request)).toBe(expected);
  }
  expect(lastSegment(expected)).toBe('ONB 1');
  expect([resourceOf(undefined, request), lastSegment('/a/'), lastSegment('/%E0')]).toEqual([
    undefined,
    undefined,
    '%E0',
  ]);
});
