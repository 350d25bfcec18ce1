/** In which ways a scenario is played. */

import { fittedTo, playingsOf, type Scenario } from '../../../../harness/scenario/scenario.ts';
import { expect, test } from '../../../support/test.ts';
import { EXAMPLE, readRight } from './example.ts';

const ways = (change: Partial<ReturnType<typeof readRight>>) =>
  playingsOf({ ...readRight(EXAMPLE), methods: ['psk', 'oauth'], ...change }).map(
    ({ method, tls }) => `${method} ${tls}`,
  );
const BOTH = ['1.2', '1.3'] as const;

test('about a CCF: by every method in every TLS version', () => {
  expect(ways({ underTest: 'ccf', tls: BOTH })).toEqual(['psk 1.2', 'psk 1.3', 'oauth 1.2', 'oauth 1.3']);
});

for (const underTest of ['aef', 'invoker'] as const) {
  test(`about an ${underTest}: with TLS-PSK, which is TLS 1.2, once`, () => {
    expect(ways({ underTest, tls: BOTH })).toEqual(['psk 1.2', 'oauth 1.2', 'oauth 1.3']);
    expect(ways({ underTest, tls: ['1.2'] })).toEqual(['psk 1.2', 'oauth 1.2']);
    // Better in a version that it does not use than not at all.
    expect(ways({ underTest, tls: ['1.3'] })).toEqual(['psk 1.3', 'oauth 1.3']);
  });
}

test('a scenario that names no TLS version is played in one that the target claims', () => {
  const scenario: Scenario = { ...readRight(EXAMPLE), tls: ['1.2'], anyTls: true };
  const methods = ['oauth'] as const;
  expect(fittedTo(scenario, { tls: ['1.3'], methods }).tls).toEqual(['1.3']);
  expect(fittedTo(scenario, { tls: ['1.2', '1.3'], methods }).tls).toEqual(['1.2']);
  expect(fittedTo({ ...scenario, anyTls: false }, { tls: ['1.3'], methods }).tls).toEqual(['1.2']);
});

test('a scenario for which one method will do is played with the first of its own that the target claims', () => {
  const methods = ['oauth', 'pki', 'psk'] as const;
  const scenario: Scenario = { ...readRight(EXAMPLE), methods, oneMethod: true };
  const played = (...claimed: Scenario['methods']) => fittedTo(scenario, { tls: ['1.2'], methods: claimed }).methods;
  expect(played('psk', 'pki', 'oauth')).toEqual(['oauth']);
  expect(played('psk', 'pki')).toEqual(['pki']);
  expect(played('psk')).toEqual(['psk']);
  // Not applicable then, which is said of one playing.
  expect(played()).toEqual(['oauth']);
  expect(fittedTo({ ...scenario, oneMethod: false }, { tls: ['1.2'], methods: ['psk'] }).methods).toEqual(methods);
});
