import type { AefVariant } from '../../simulators/aef/variants.ts';
import type { CcfVariant } from '../../simulators/ccf/variants.ts';
import type { InvokerVariant } from '../../simulators/invoker/variants.ts';
import type { Claims } from './schema.ts';

/**
 * What a variant can no longer claim, whichever node has it: the same name is the same freedom. A variant that is not here claims what the
 * conformant node claims.
 */
const BY_VARIANT: Readonly<Partial<Record<CcfVariant | AefVariant | InvokerVariant, Partial<Claims>>>> = {
  'tls-1.2-only': { tls: ['1.2'] },
  // Annex A derives the AEFPSK from a session ID and a master secret, and only TLS 1.2 has both.
  'tls-1.3-only': { tls: ['1.3'], methods: ['pki', 'oauth'] },
  'no-resumption': { sessionResumption: false },
  'certifies-rsa-alone': { keys: 'RSA-2048' },
  http2: { http: ['h2', 'http/1.1'] },
  'notifies-over-http2': { http: ['h2', 'http/1.1'] },
};

/**
 * What a reference node claims beyond the defaults of a target file.
 *
 * @param variant - A name of `CCF_VARIANTS`, `AEF_VARIANTS` or `INVOKER_VARIANTS`, as the role has it; none, or one without claims of its
 * own, for the conformant node's.
 */
export function claimsFor(variant?: string, role: 'ccf' | 'aef' | 'invoker' = 'ccf'): Partial<Claims> {
  const own = Object.entries(BY_VARIANT).find(([name]) => name === variant)?.[1];
  return { ...(role === 'ccf' && { crl: '/ccf/crl' }), ...own };
}
