/** Registration of the API provider domain (TS 29.222 5.11.2.2): how the AEF and its APF get their identities and certificates. */
import { z } from 'zod';
import { below, resourceOf } from '../capif/api-root.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { APIProviderEnrolmentDetails } from '../capif/provider.ts';
import { createCsr } from '../pki/csr.ts';
import { generateKeyPair, type KeyPair } from '../pki/keys.ts';
import { randomId } from '../wire/dice.ts';
import type { TlsIdentity } from '../wire/types.ts';
import { ask, CcfRefusal, expectJson } from './ccf-link.ts';
import type { AefOptions } from './options.ts';

/** One function of the domain: its identity in CAPIF and in TLS. */
export interface ProviderFunction {
  readonly id: string;
  readonly identity: TlsIdentity;
}

export interface Registration {
  readonly aef: ProviderFunction;
  readonly apf: ProviderFunction;
  /** Path of the registration at the CCF; undefined when it told none. */
  readonly resource: string | undefined;
  /** Common name of the CCF's certificate: by this the CCF is recognised when it notifies. */
  readonly ccfName: string | undefined;
}

/** What the answer must have here; a CCF that breaks the schema elsewhere has registered all the same. */
const Registered = z.looseObject({
  apiProvFuncs: z.array(
    z.looseObject({
      apiProvFuncId: z.string(),
      apiProvFuncRole: z.string(),
      regInfo: z.looseObject({ apiProvCert: z.string() }),
    }),
  ),
});

type Role = 'AEF' | 'APF';

/**
 * Registers a domain with an AEF and an APF. Their certificates are to be valid for the host under which the AEF is reached.
 * @throws WireError when the CCF can't be reached, Error when it refuses.
 */
export async function register(options: AefOptions, hosts: readonly string[]): Promise<Registration> {
  const keys = { AEF: await generateKeyPair(), APF: await generateKeyPair() };
  for (const { privateKey } of Object.values(keys))
    options.onSecret?.('private key of a provider function', privateKey);
  const information = randomId(`${options.label} `);
  const request: z.input<typeof APIProviderEnrolmentDetails> = {
    regSec: options.registrationCredential,
    apiProvDomInfo: information,
    suppFeat: '0',
    apiProvFuncs: await Promise.all([
      functionDetails('AEF', keys.AEF, information, hosts),
      functionDetails('APF', keys.APF, information, []),
    ]),
  };

  const root = options.registrationRoot ?? options.ccfRoot;
  const path = below(root, paths.registrations());
  const { exchange, ccfName } = await ask(options, root, {
    purpose: 'registration',
    method: 'POST',
    path,
    headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${options.registrationCredential}` },
    body: JSON.stringify(request),
  });

  const { apiProvFuncs } = expectJson(exchange, 201, Registered);
  const issued = (role: Role): ProviderFunction => {
    const found = apiProvFuncs.find(({ apiProvFuncRole }) => apiProvFuncRole === role);
    if (found === undefined) throw new CcfRefusal(`AEF: the CCF registered no ${role}, though one was in the request`);
    const identity = { certificate: found.regInfo.apiProvCert, key: keys[role].privateKey };
    return { id: found.apiProvFuncId, identity };
  };
  return {
    aef: issued('AEF'),
    apf: issued('APF'),
    resource: resourceOf(exchange.response?.headers.location, path),
    ccfName,
  };
}

async function functionDetails(role: Role, keyPair: KeyPair, information: string, hosts: readonly string[]) {
  return {
    apiProvFuncRole: role,
    apiProvFuncInfo: `${information} ${role}`,
    regInfo: { apiProvPubKey: await createCsr({ keyPair, commonName: role, hosts }) },
  };
}

/** Takes the registration back, within `timeoutMs`; whatever comes of it. */
export async function deregister(options: AefOptions, registration: Registration, timeoutMs: number): Promise<void> {
  if (registration.resource === undefined) return;
  const { apf, resource } = registration;
  await ask(options, options.ccfRoot, {
    purpose: 'deregistration',
    method: 'DELETE',
    path: resource,
    identity: apf.identity,
    timeoutMs,
  });
}
