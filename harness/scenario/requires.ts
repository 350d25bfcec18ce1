import { z } from 'zod';
import type { Claims } from '../target/schema.ts';

/**
 * The claims that a scenario can require of a target. `methods` and `tls` are not among them, since a scenario says
 * anyway with which it is played; neither are the templates, which change no meaning.
 */
export const Requires = z.strictObject({
  edition: z.enum(['change-1', 'published']).optional(),
  onboardSecret: z.boolean().optional(),
  retention: z.boolean().optional(),
  sessionResumption: z.boolean().optional(),
  /** `true`: the target offers a CRL, wherever. */
  crl: z.boolean().optional(),
  ocsp: z.boolean().optional(),
  tokens: z.enum(['jwt', 'opaque', 'any']).optional(),
  aefpsk: z.enum(['annex-a', 'provisioned']).optional(),
  capif3: z.enum(['mutual-tls', 'nds-ip']).optional(),
  enrolment: z.enum(['csr', 'public-key']).optional(),
  /** One HTTP version, which must be among those that the target speaks. */
  http: z.enum(['h2', 'http/1.1']).optional(),
});
export type Requires = Readonly<z.infer<typeof Requires>>;

/**
 * The first required claim that the target does not make, as the end of "not applicable: …", or undefined when it makes
 * them all.
 */
export function unmetClaim(requires: Requires, claims: Claims): string | undefined {
  for (const [name, wanted] of Object.entries(requires)) {
    const claimed = claimOf(name, claims, wanted);
    if (claimed !== wanted) return `the scenario requires the claim ${name}: ${wanted}, the target claims ${claimed}`;
  }
  return undefined;
}

/** A claim in the shape in which it is required. */
function claimOf(name: string, claims: Claims, wanted: unknown): unknown {
  if (name === 'crl') return claims.crl !== false;
  if (name === 'http') return claims.http.find((version) => version === wanted) ?? claims.http.join(', ');
  return Object.entries(claims).find(([claim]) => claim === name)?.[1];
}
