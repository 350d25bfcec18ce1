/** Registration of the API provider domain (TS 29.222 5.11.2.2): how the AEF and its APF get their identities and certificates. */
import { z } from 'zod';
import { below, resourceOf } from '../capif/api-root.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { APIProviderEnrolmentDetails } from '../capif/provider.ts';
import { createAuthority } from '../pki/authority.ts';
import { issuedFor } from '../pki/certificates.ts';
import { createCsr } from '../pki/csr.ts';
import { generateKeyPair, type KeyPair } from '../pki/keys.ts';
import { randomId } from '../wire/dice.ts';
import type { TlsIdentity } from '../wire/types.ts';
import { ask, CcfRefusal, expectJson } from './ccf-link.ts';
import { type AefOptions, dialectOf, type IssuedDomain, keysOf } from './options.ts';

/** One function of the domain: its identity in CAPIF and in TLS. */
export interface ProviderFunction {
  readonly id: string;
  /** Undefined where the CCF issued none. */
  readonly identity: TlsIdentity | undefined;
}

export interface Registration {
  /** It serves, so it has a certificate in any case. */
  readonly aef: ProviderFunction & { readonly identity: TlsIdentity };
  readonly apf: ProviderFunction;
  readonly amf: ProviderFunction;
  /** PEM certificate of the AEF's own authority, where the CCF's did not certify it. */
  readonly ownAuthority: string | undefined;
  /** Path of the registration at the CCF; undefined when it told none. */
  readonly resource: string | undefined;
  /** Common name of the CCF's certificate: by this the CCF is recognised when it notifies. */
  readonly ccfName: string | undefined;
  /** The certificate itself, PEM. */
  readonly ccfCertificate: string | undefined;
}

/** What the answer must have here; a CCF that breaks the schema elsewhere has registered all the same. */
const Registered = z.looseObject({
  apiProvFuncs: z.array(
    z.looseObject({
      apiProvFuncId: z.string(),
      apiProvFuncRole: z.string(),
      regInfo: z.looseObject({ apiProvCert: z.string().nullish() }),
    }),
  ),
});

type Role = 'AEF' | 'APF' | 'AMF';

/**
 * Registers a domain with an AEF, an APF and an AMF, unless it has been registered by other means. The AEF's certificate is to be valid for the hosts under which it is reached.
 * @throws WireError when the CCF can't be reached, {@link CcfRefusal} when it refuses, `NotAdmitted` when a service of the dialect's does.
 */
export async function register(options: AefOptions, hosts: readonly string[]): Promise<Registration> {
  if (options.domain !== undefined) return registered(options.domain);
  const kind = keysOf(options);
  const [AEF, APF, AMF] = await Promise.all([generateKeyPair(kind), generateKeyPair(kind), generateKeyPair(kind)]);
  const keys = { AEF, APF, AMF };
  for (const { privateKey } of Object.values(keys))
    options.onSecret?.('private key of a provider function', privateKey);
  const credential = await admission(options);
  const information = randomId(`${options.label} `);
  const request: z.input<typeof APIProviderEnrolmentDetails> = {
    regSec: credential,
    apiProvDomInfo: information,
    suppFeat: '0',
    apiProvFuncs: await Promise.all([
      functionDetails('AEF', keys.AEF, information, hosts),
      functionDetails('APF', keys.APF, information, []),
      functionDetails('AMF', keys.AMF, information, []),
    ]),
  };

  const root = options.registrationRoot ?? options.ccfRoot;
  const path = below(root, paths.registrations());
  const { exchange, ccfName, ccfCertificate } = await ask(options, root, {
    purpose: 'registration',
    method: 'POST',
    path,
    identity: options.registrationIdentity,
    headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${credential}` },
    body: JSON.stringify(request),
  });

  const { apiProvFuncs } = expectJson(exchange, 201, Registered);
  const issued = (role: Role): ProviderFunction => {
    const found = apiProvFuncs.find(({ apiProvFuncRole }) => apiProvFuncRole === role);
    if (found === undefined) throw new CcfRefusal(`AEF: the CCF registered no ${role}, though one was in the request`);
    const { apiProvCert: certificate } = found.regInfo;
    const key = keys[role].privateKey;
    const usable = certificate ? issuedFor(certificate, key) : undefined;
    if (certificate && usable === undefined) {
      const what = `the apiProvCert that the CCF issued for the ${role} is no certificate (PEM, or base64 of DER)`;
      throw new CcfRefusal(`AEF: ${what} of the key that it was asked for`);
    }
    return { id: found.apiProvFuncId, identity: usable === undefined ? undefined : { certificate: usable, key } };
  };
  return {
    ...(await certified(options, issued('AEF'), keys.AEF, hosts, exchange.connection)),
    apf: issued('APF'),
    amf: issued('AMF'),
    resource: resourceOf(exchange.response?.headers.location, path),
    ccfName,
    ccfCertificate,
  };
}

/** The registration that somebody else has seen to. */
function registered({ aef, apf, amf = apf, resource }: IssuedDomain): Registration {
  const known = ({ id, certificate, key }: IssuedDomain['aef']) => ({ id, identity: { certificate, key } });
  return {
    aef: known(aef),
    apf: known(apf),
    amf: known(amf),
    ownAuthority: undefined,
    resource,
    ccfName: undefined,
    ccfCertificate: undefined,
  };
}

/** What goes with the registration, as Bearer token and as `regSec`. */
async function admission(options: AefOptions): Promise<string> {
  const { label, ccfTrust, verify, timeoutMs, provider = {}, registrationCredential, onSecret } = options;
  const via = {
    label: `${label}: admission`,
    trust: [ccfTrust].flat(),
    headers: options.headers,
    observer: options.observer,
    ...(verify && { verify }),
    ...(timeoutMs && { timeoutMs }),
  };
  const credential = await dialectOf(options).provision.admit({ credential: registrationCredential, provider, via });
  onSecret?.('registration credential', credential);
  return credential;
}

/** The AEF with a certificate: the CCF's or, where the dialect puts up with having none, one of its own. */
async function certified(
  options: AefOptions,
  { id, identity }: ProviderFunction,
  { publicKey, privateKey }: KeyPair,
  hosts: readonly string[],
  connection: string,
): Promise<Pick<Registration, 'aef' | 'ownAuthority'>> {
  if (identity !== undefined) return { aef: { id, identity }, ownAuthority: undefined };
  const { withoutCertificates } = dialectOf(options).onboard;
  if (!withoutCertificates) throw new CcfRefusal('AEF: the CCF registered the AEF and issued no apiProvCert for it');
  options.onTolerated?.(withoutCertificates, connection);
  const authority = await createAuthority(`CA of ${id}`);
  const { certificate } = await authority.issue({ publicKey, commonName: id, hosts: [...hosts] });
  return { aef: { id, identity: { certificate, key: privateKey } }, ownAuthority: authority.certificate };
}

async function functionDetails(role: Role, keyPair: KeyPair, information: string, hosts: readonly string[]) {
  return {
    apiProvFuncRole: role,
    apiProvFuncInfo: `${information} ${role}`,
    regInfo: { apiProvPubKey: await createCsr({ keyPair, commonName: role, hosts }) },
  };
}
