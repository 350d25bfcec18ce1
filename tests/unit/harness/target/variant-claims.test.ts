import { Claims } from '../../../../harness/target/schema.ts';
import { claimsFor } from '../../../../harness/target/variant-claims.ts';
import { AEF_VARIANTS } from '../../../../simulators/aef/variants.ts';
import { CCF_VARIANTS } from '../../../../simulators/ccf/variants.ts';
import { INVOKER_VARIANTS } from '../../../../simulators/invoker/variants.ts';
import { expect, test } from '../../../support/test.ts';

const VARIANTS = { ccf: CCF_VARIANTS, aef: AEF_VARIANTS, invoker: INVOKER_VARIANTS } as const;

for (const role of ['ccf', 'aef', 'invoker'] as const) {
  test(`${role}: each variant's claims can be written in a target file; only a CCF has a CRL`, () => {
    for (const variant of [undefined, ...Object.keys(VARIANTS[role])]) {
      const { crl, methods, tls } = Claims.parse(claimsFor(variant, role));
      expect(crl).toBe(role === 'ccf' ? '/ccf/crl' : false);
      // Where only TLS 1.3 is spoken, Annex A derives no AEFPSK.
      expect(methods.includes('psk'), variant).toBe(tls.includes('1.2'));
    }
    expect(claimsFor('tls-1.2-only', role).tls).toEqual(['1.2']);
    expect(claimsFor('http2', role).http).toEqual(['h2', 'http/1.1']);
  });
}
