/** Who talks to a CCF in these tests, and what they say; the same over paper and over TLS. */
import { createHash } from 'node:crypto';
import { MERGE_PATCH_TYPE } from '../../../../simulators/capif/operation-table.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { issuedFor } from '../../../../simulators/pki/certificates.ts';
import { createCsr } from '../../../../simulators/pki/csr.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '../../../../simulators/pki/keys.ts';

export interface Asked {
  readonly json?: unknown;
  readonly patch?: unknown;
  readonly form?: Record<string, string>;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

/** One request and its answer. */
export type Ask = (method: string, path: string, asked: Asked) => Promise<Answered>;

export interface Person {
  readonly id: string;
  readonly certificate: string;
  readonly keys: KeyPair;
}
export interface Invoker extends Person {
  readonly onboardingId: string;
  readonly secret: string;
}
export interface Provider {
  readonly domain: string;
  readonly aef: Person;
  readonly apf: Person;
}

export const DESTINATION = 'http://127.0.0.1:9/nobody-listens';

/** Onboards a fresh invoker with a certification request. */
export async function onboardBy(ask: Ask, onboardingCredential: string, kind?: KeyKind): Promise<Invoker> {
  const keys = await generateKeyPair(kind);
  const csr = await createCsr({ keyPair: keys, commonName: 'whoever' });
  const { status, headers, body } = await ask('POST', paths.onboardedInvokers(), {
    json: enrolment(csr),
    headers: { authorization: `Bearer ${onboardingCredential}` },
  });
  if (status !== 201) throw new Error(`onboarding answered ${status}`);
  return {
    id: textAt(body, 'apiInvokerId'),
    onboardingId: lastSegment(headers.get('location')),
    certificate: issued(textAt(body, 'onboardingInformation', 'apiInvokerCertificate'), keys),
    secret: textAt(body, 'onboardingInformation', 'onboardingSecret'),
    keys,
  };
}

/** Registers a domain of one AEF and one APF. */
export async function registerBy(ask: Ask, registrationCredential: string, kind?: KeyKind): Promise<Provider> {
  const [aefKeys, apfKeys] = [await generateKeyPair(kind), await generateKeyPair(kind)];
  const csr = await createCsr({ keyPair: aefKeys, commonName: 'aef', hosts: ['127.0.0.1'] });
  const { headers, body } = await ask('POST', paths.registrations(), {
    json: {
      regSec: registrationCredential,
      apiProvFuncs: [
        { apiProvFuncRole: 'AEF', regInfo: { apiProvPubKey: csr } },
        { apiProvFuncRole: 'APF', regInfo: { apiProvPubKey: apfKeys.publicKey } },
      ],
    },
  });
  const person = (index: number, keys: KeyPair): Person => ({
    id: textAt(body, 'apiProvFuncs', index, 'apiProvFuncId'),
    certificate: issued(textAt(body, 'apiProvFuncs', index, 'regInfo', 'apiProvCert'), keys),
    keys,
  });
  return { domain: lastSegment(headers.get('location')), aef: person(0, aefKeys), apf: person(1, apfKeys) };
}

/** As PEM, in which form not every variant issues it. */
function issued(text: string, { privateKey }: KeyPair): string {
  const pem = issuedFor(text, privateKey);
  if (pem === undefined) throw new Error('what was issued is no certificate of the key that was sent');
  return pem;
}

export function enrolment(publicKey: string): Record<string, unknown> {
  return { onboardingInformation: { apiInvokerPublicKey: publicKey }, notificationDestination: DESTINATION };
}

export function description(aefId: string, apiName = 'hello', methods: readonly string[] = ['PSK', 'PKI', 'OAUTH']) {
  const at = { ipv4Addr: '127.0.0.1', port: 8443, securityMethods: methods };
  return { apiName, aefProfiles: [{ aefId, versions: [{ apiVersion: 'v1' }], interfaceDescriptions: [at] }] };
}

export function context(aefId: string, ...prefSecurityMethods: readonly string[]): Record<string, unknown> {
  return { securityInfo: [{ aefId, prefSecurityMethods }], notificationDestination: DESTINATION };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The text at this place of a JSON document; empty where there is none. */
export function textAt(document: unknown, ...path: readonly (string | number)[]): string {
  let value = document;
  for (const step of path)
    value = value instanceof Object ? Object.entries(value).find(([key]) => key === String(step))?.[1] : undefined;
  return typeof value === 'string' ? value : '';
}

export function lastSegment(location: string | null): string {
  return decodeURIComponent(location?.split('/').at(-1) ?? '');
}

/** Body and headers of a request. */
export function content({ json, patch, form, raw, headers = {} }: Asked): {
  headers: Record<string, string>;
  body?: string;
} {
  if (raw !== undefined) return { headers, body: raw };
  if (form) {
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: `${new URLSearchParams(form)}`,
    };
  }
  if (patch !== undefined)
    return { headers: { 'content-type': MERGE_PATCH_TYPE, ...headers }, body: JSON.stringify(patch) };
  if (json !== undefined)
    return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
  return { headers };
}

/** Undefined where it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
