import type { CcfVariant } from '../../simulators/ccf/variants.ts';
import type { Claims } from './schema.ts';

/** What a variant can no longer claim. A variant that is not here claims what the conformant CCF claims. */
const BY_VARIANT: Readonly<Partial<Record<CcfVariant, Partial<Claims>>>> = {
  'tls-1.2-only': { tls: ['1.2'] },
  // Annex A derives the AEFPSK from a session ID and a master secret, and only TLS 1.2 has both.
  'tls-1.3-only': { tls: ['1.3'], methods: ['pki', 'oauth'] },
  'no-resumption': { sessionResumption: false },
  http2: { http: ['h2', 'http/1.1'] },
};

/**
 * What a reference CCF claims beyond the defaults of a target file.
 *
 * @param variant - A name of `CCF_VARIANTS`; none, or one without claims of its own, for the conformant CCF's.
 */
export function claimsFor(variant?: string): Partial<Claims> {
  const own = Object.entries(BY_VARIANT).find(([name]) => name === variant)?.[1];
  return { crl: '/ccf/crl', ...own };
}
