import { TrustStore } from '../../../../simulators/aef/trust-store.ts';
import { expect, test } from '../../../support/test.ts';

test('a pull that set out before the deletion does not bring the invoker back, a later one may', () => {
  const store = new TrustStore();
  const stale = store.ticket('INV1');
  store.delete('INV1');
  store.settle(stale, { apiInvokerId: 'INV1', root: 'PEM' });
  expect(store.get('INV1')).toBeUndefined();

  store.settle(store.ticket('INV1'), { apiInvokerId: 'INV1', root: 'PEM' });
  expect(store.get('INV1')).toEqual({ apiInvokerId: 'INV1', root: 'PEM' });
});

test('a pull that finds nothing takes the invoker out', () => {
  const store = new TrustStore();
  store.settle(store.ticket('INV1'), { apiInvokerId: 'INV1' });
  store.settle(store.ticket('INV1'), undefined);
  expect(store.all()).toEqual([]);
});

test('deletion overwrites the key and leaves the others alone', () => {
  const store = new TrustStore();
  const [gone, kept] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  store.settle(store.ticket('INV1'), { apiInvokerId: 'INV1', aefPsk: gone });
  store.settle(store.ticket('INV2'), { apiInvokerId: 'INV2', aefPsk: kept });
  store.delete('INV1');
  expect(gone.equals(Buffer.alloc(32))).toBe(true);
  expect(store.all()).toEqual([{ apiInvokerId: 'INV2', aefPsk: Buffer.alloc(32, 2) }]);
});
