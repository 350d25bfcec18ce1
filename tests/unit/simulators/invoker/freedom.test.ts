/** An API invoker and an AEF get along with every CCF that uses a freedom of the specification, from onboarding to offboarding. */

import { claimsFor } from '../../../../harness/target/variant-claims.ts';
import type { KnownSecurityMethod } from '../../../../simulators/capif/publish.ts';
import { startCcf } from '../../../../simulators/ccf/ccf.ts';
import { CCF_VARIANTS, type CcfVariant } from '../../../../simulators/ccf/variants.ts';
import { WireError } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';

const VARIANTS = Object.keys(CCF_VARIANTS) as CcfVariant[];

/** The method that the variant has most to do with. Without TLS 1.2 there is no AEFPSK by Annex A. */
function methodFor(variant: CcfVariant): KnownSecurityMethod {
  if (/token/.test(variant)) return 'OAUTH';
  return /ca$|1\.3/.test(variant) ? 'PKI' : 'PSK';
}

for (const variant of VARIANTS) {
  test(`with a CCF that is "${variant}"`, async () => {
    const ccf = await startCcf({ variant });
    const events = new Events();
    const { keys } = claimsFor(variant);
    const aef = await aefOf(ccf, { observer: events.observer, alpn: ['h2', 'http/1.1'], keys });
    const method = methodFor(variant);
    const invoker = await callerOf(ccf, aef, method, { keys });
    const ghost = ghostOf(ccf, invoker);

    for (const exchange of [await invoker.discover(), await invoker.modifyProfile(), await invoker.replaceProfile()]) {
      expect(exchange.response?.status).toBe(200);
    }
    expect((await invoker.offboard()).response?.status).toBe(204);
    expect((await events.notified(ghost.apiInvokerId ?? '')).response?.status).toBe(204);

    const seen = await ghost.invoke(method, aef.serviceApi).then(
      ({ response }) => response?.status,
      (error: unknown) => (error instanceof WireError ? error.failure.alert?.name : String(error)),
    );
    expect(seen).toBe(method === 'PSK' ? 'unknown_psk_identity' : 401);
    await aef.close();
    await ccf.close();
  });
}
