/** What an onboard hook answers that provisions our nodes at a CCF under test. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';

// Whether they belong together is asked only of what can.
const certificate = z
  .string()
  .includes('-----BEGIN CERTIFICATE-----', { error: 'must be a certificate as PEM', abort: true });
const key = z.string().regex(/-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/, {
  error: 'must be a private key as PEM, without a passphrase',
  abort: true,
});
const id = z.string('must be an ID as text').min(1, 'is empty');
const resource = z
  .string()
  .regex(/^(?:\/|https?:\/\/)./, 'must be a path at the CCF, or its Location')
  .transform((location) => (location.startsWith('/') ? location : pathOf(location)));

/** One function of the provider domain, or the API invoker: by what it is known in TLS. */
const certified = { certificate, key };
const PAIR = { message: 'is not the private key of the certificate', path: ['key'] };

const ProviderFunction = z.object({ id, ...certified }).refine(belongTogether, PAIR);

/** For our API invoker; `resource` is what offboarding DELETEs. */
export const IssuedToInvoker = z
  .object({ apiInvokerId: id, resource, ...certified, onboardingSecret: z.string().min(1).optional() })
  .refine(belongTogether, PAIR);

/** For our AEF, with the APF that publishes its service API; `amf` and `resource` take the registration away again. */
export const IssuedToAef = z.object({
  aef: ProviderFunction,
  apf: ProviderFunction,
  amf: ProviderFunction.optional(),
  resource: resource.optional(),
});

/** Secrets among it. */
export type IssuedToInvoker = Readonly<z.output<typeof IssuedToInvoker>>;
export type IssuedToAef = Readonly<z.output<typeof IssuedToAef>>;

function belongTogether(pair: { readonly certificate: string; readonly key: string }): boolean {
  try {
    return new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key));
  } catch {
    return false;
  }
}

function pathOf(location: string): string {
  const { pathname, search } = new URL(location);
  return `${pathname}${search}`;
}
