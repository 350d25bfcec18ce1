import type { Aef } from '../../../../simulators/aef/aef.ts';
import type { AefFault } from '../../../../simulators/aef/faults.ts';
import { TRUST_FAULTS } from '../../../../simulators/aef/trust-faults.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { offerLegacyVersion } from '../../../../simulators/wire/legacy-hello.ts';
import type { TlsIdentity } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, invokerOf } from '../nodes.ts';
import { call, notify } from './outcome.ts';

let ccf: Ccf;
let foreign: TlsIdentity;
let certified: TlsIdentity | undefined;
test.beforeAll(async () => {
  ccf = await startCcf();
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await (await createAuthority('CAPIF CA')).issue({ publicKey, commonName: 'ccf' });
  foreign = { certificate, key: privateKey };
  const somebody = invokerOf(ccf);
  await somebody.onboard();
  certified = somebody.snapshot().certificate;
});
test.afterAll(() => ccf.close());

/** The status for a sender without a certificate, with one of another CA, and with an API invoker's; each about another invoker. */
const SENDERS: [fault: AefFault | undefined, statuses: [none: number, foreign: number, certified: number]][] = [
  [undefined, [403, 403, 403]],
  ['accepts-unauthenticated-notification', [204, 403, 403]],
  ['accepts-foreign-notification', [403, 204, 204]],
  ['accepts-any-capif-certificate', [403, 403, 204]],
];
for (const [fault, statuses] of SENDERS) {
  test(`${fault ?? 'a conformant AEF'}: takes notifications from those, and deletes by them`, async () => {
    const aef = await aefOf(ccf, { fault });
    for (const [index, identity] of [undefined, foreign, certified].entries()) {
      const victim = await callerOf(ccf, aef, 'PKI');
      const { response } = await notify(aef, victim.id, { trust: [ccf.trust], identity });
      expect(response?.status).toBe(statuses[index]);
      expect(aef.trusts(victim.id)).toBe(statuses[index] !== 204);
    }
    await aef.close();
  });
}

test('accepts-tls-1.1, on both ports, beside what is newer', async () => {
  const [lax, strict] = [await aefOf(ccf, { fault: 'accepts-tls-1.1' }), await aefOf(ccf)];
  const offers = (aef: Aef) =>
    [aef.serviceApi.port, Number(new URL(aef.notificationDestination).port)].map(async (port) => {
      const { outcome } = await offerLegacyVersion({ host: '127.0.0.1', port, version: 'TLSv1.1', label: 'old' });
      return outcome;
    });
  expect(await Promise.all(offers(lax))).toEqual(['accepted', 'accepted']);
  expect(await Promise.all(offers(strict))).toEqual(['refused', 'refused']);
  expect(await call(await callerOf(ccf, lax, 'PSK'), 'PSK', lax)).toBe(200);
  await Promise.all([lax.close(), strict.close()]);
});

test('every trust fault is seen above', () => {
  const seen = [...SENDERS.flatMap(([fault]) => fault ?? []), 'accepts-tls-1.1'];
  expect(Object.keys(TRUST_FAULTS).sort()).toEqual(seen.sort());
});
