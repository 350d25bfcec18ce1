/** Onboarding (TS 33.122 6.1, TS 29.222 5.5.2.2): how an API invoker gets its identity, certificate and secret. */
import { z } from 'zod';
import { below, lastSegment, resourceOf } from '../capif/api-root.ts';
import { APIInvokerEnrolmentDetails } from '../capif/enrolment.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import { issuedFor } from '../pki/certificates.ts';
import { createCsr } from '../pki/csr.ts';
import { generateKeyPair, type KeyPair } from '../pki/keys.ts';
import { randomId } from '../wire/dice.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { jsonOf } from './answers.ts';
import { dialectOf, type InvokerNode, UnusableCertificate } from './options.ts';
import { openOnboardingSession, send, withSession } from './sessions.ts';

/** The members that matter here: a CCF that breaks the schema elsewhere has onboarded all the same, and some write null for what is not there. */
const Onboarded = APIInvokerEnrolmentDetails.pick({ apiInvokerId: true })
  .required({ apiInvokerId: true })
  .extend({
    onboardingInformation: z.object({
      apiInvokerCertificate: z.string().nullish(),
      onboardingSecret: z.string().nullish(),
    }),
  });

/** A destination that reaches nobody (RFC 2606): this invoker asks for no notifications, yet TS 29.222 demands the member. */
export const NOWHERE = 'https://api-invoker.invalid/notifications';

/**
 * Onboards with a fresh key pair; what the CCF answers with 201 is kept.
 * @param entitlement Bearer token to onboard with; by default what the dialect admits it by.
 * @param keyPair By default a fresh one.
 * @throws UnusableCertificate when it is onboarded, and cannot use what it was given. WireError when no TLS session comes about, `NotAdmitted` when a service of the dialect's does not let it in.
 */
export async function onboard(node: InvokerNode, entitlement?: string, keyPair?: KeyPair): Promise<HttpExchange> {
  const { options, state } = node;
  const credential = entitlement ?? (await admission(node));
  const keys = keyPair ?? (await generateKeyPair(options.keys ?? dialectOf(node).onboard.keys));
  options.onSecret?.('private key of the API invoker', keys.privateKey);
  const path = below(options.onboardingRoot ?? options.apiRoot, paths.onboardedInvokers());
  const profile = profileOf(node, await publicKeyText(node, keys));

  const exchange = await withSession(
    undefined,
    () => openOnboardingSession(node),
    (session) =>
      send(node, session, {
        method: 'POST',
        path,
        headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${credential}` },
        body: JSON.stringify(profile),
      }),
  );

  const onboarded = jsonOf(exchange, 201, Onboarded);
  if (onboarded === undefined) return exchange;
  const { apiInvokerCertificate, onboardingSecret } = onboarded.onboardingInformation;
  const certificate = apiInvokerCertificate ? issuedFor(apiInvokerCertificate, keys.privateKey) : undefined;
  const resource = resourceOf(exchange.response?.headers.location, path);
  state.forget();
  state.hold({
    identity: {
      apiInvokerId: onboarded.apiInvokerId,
      onboardingId: resource && lastSegment(resource),
      resource,
      apiInvokerPublicKey: profile.onboardingInformation.apiInvokerPublicKey,
      notificationDestination: profile.notificationDestination,
    },
    certificate: certificate === undefined ? undefined : { certificate, key: keys.privateKey },
    onboardingSecret: onboardingSecret ?? undefined,
  });
  if (onboardingSecret) options.onSecret?.('onboarding secret', onboardingSecret);
  if (apiInvokerCertificate && certificate === undefined) throw new UnusableCertificate(options.label);
  const { withoutCertificates } = dialectOf(node).onboard;
  if (!apiInvokerCertificate && withoutCertificates) options.onTolerated?.(withoutCertificates, exchange.connection);
  return exchange;
}

/** The Bearer token to onboard with. */
async function admission(node: InvokerNode): Promise<string> {
  const { label, trust, verify, timeoutMs, headers, observer, provider = {}, ...options } = node.options;
  const { onboardingCredential, onSecret } = options;
  const via = {
    label: `${label}: admission`,
    trust: [trust].flat(),
    headers,
    observer,
    ...(verify && { verify }),
    ...(timeoutMs && { timeoutMs }),
  };
  const credential = await dialectOf(node).provision.admit({ credential: onboardingCredential, provider, via });
  onSecret?.('onboarding credential', credential);
  return credential;
}

/** The profile to send; `apiInvokerInformation` is unique, since some CCFs make the identity from it. */
export function profileOf(
  { options }: InvokerNode,
  apiInvokerPublicKey: string,
): z.input<typeof APIInvokerEnrolmentDetails> {
  return {
    onboardingInformation: { apiInvokerPublicKey },
    notificationDestination: options.notificationDestination ?? NOWHERE,
    apiInvokerInformation: randomId(`${options.label} `),
    supportedFeatures: '0',
  };
}

async function publicKeyText({ options }: InvokerNode, keyPair: KeyPair): Promise<string> {
  return options.enrolment === 'public-key'
    ? keyPair.publicKey
    : await createCsr({ keyPair, commonName: options.label });
}
