import { CREDENTIALS, type InvokerCredentials, InvokerState } from '../../../../simulators/invoker/state.ts';
import { expect, test } from '../../../support/test.ts';

const api = { apiName: 'hello', apiId: 'API1', aefId: 'AEF1', host: '127.0.0.1', port: 1, methods: ['PSK'] as const };
const full = (): InvokerCredentials => ({
  identity: {
    apiInvokerId: 'INV1',
    onboardingId: 'ONB1',
    resource: '/x/ONB1',
    apiInvokerPublicKey: 'PEM',
    notificationDestination: 'https://invoker.invalid/',
  },
  certificate: { certificate: 'PEM', key: 'PEM' },
  onboardingSecret: 'secret',
  context: [{ api, method: 'PSK' }],
  aefPsks: new Map([['AEF1', Buffer.alloc(32, 1)]]),
  accessToken: 'token',
});
const NOTHING = { context: [], aefPsks: new Map() };

test('forgetting everything leaves nothing', () => {
  const state = new InvokerState(full());
  state.forget();
  expect(state.snapshot()).toEqual(NOTHING);
});

for (const credential of CREDENTIALS) {
  test(`forgetting "${credential}" leaves the rest`, () => {
    const state = new InvokerState(full());
    state.forget([credential]);
    const { [credential]: _gone, ...rest } = full();
    expect(state.snapshot()).toEqual({ ...NOTHING, ...rest });
  });
}

test("the clause's list is complete: nothing is held that cannot be forgotten", () => {
  expect([...CREDENTIALS].sort()).toEqual(Object.keys(full()).sort());
});

test('a snapshot is a copy, keys included; a forgotten key is overwritten', () => {
  const state = new InvokerState(full());
  const held = state.held.aefPsks.get('AEF1');
  const copy = state.snapshot();
  state.forget();
  expect(held).toEqual(Buffer.alloc(32, 0));
  expect(copy).toEqual(full());
  expect(Object.isFrozen(copy)).toBe(true);
});
