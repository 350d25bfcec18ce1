/** Key pairs of API invokers, provider functions and authorities. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { fromPem, toPem } from './pem.ts';

export interface KeyPair {
  /** PKCS#8, PEM. Secret. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
}

/** The kinds of keys that are made here. Those on P-256 are a hundred times cheaper than RSA's. */
export const KEY_KINDS = ['P-256', 'P-384', 'RSA-2048'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A pair as Web Crypto has it, and how it signs. */
export interface SigningPair extends CryptoKeyPair {
  readonly signature: EcdsaParams | RsaHashedImportParams;
}

const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ECDSA_P384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } as const;
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** Of the pairs made here: parsing PEM takes several times as long as making a key. Forgotten together with the pair. */
const made = new WeakMap<KeyPair, SigningPair>();

/** Makes a key pair. */
export async function generateKeyPair(kind: KeyKind = 'P-256'): Promise<KeyPair> {
  const keys = await generate(kind);
  const [pkcs8, spki] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', keys.privateKey),
    crypto.subtle.exportKey('spki', keys.publicKey),
  ]);
  const pair = { privateKey: toPem('PRIVATE KEY', pkcs8), publicKey: toPem('PUBLIC KEY', spki) };
  made.set(pair, keys);
  return pair;
}

async function generate(kind: KeyKind): Promise<SigningPair> {
  if (kind !== 'RSA-2048') {
    const signature = kind === 'P-256' ? ECDSA_P256 : ECDSA_P384;
    return { ...(await crypto.subtle.generateKey(signature, true, ['sign', 'verify'])), signature };
  }
  const wanted = { ...RSA, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  return { ...(await crypto.subtle.generateKey(wanted, true, ['sign', 'verify'])), signature: RSA };
}

/**
 * The pair as Web Crypto keys, for signing.
 * @throws Error when it isn't a pair of one of these algorithms in PEM; the message never shows the key.
 */
export async function importKeyPair(pair: KeyPair): Promise<SigningPair> {
  const known = made.get(pair);
  if (known !== undefined) return known;
  const pkcs8 = fromPem(pair.privateKey, 'PRIVATE KEY');
  try {
    const key = createPublicKey(pair.publicKey);
    const signature = signatureOf(key);
    const spki = key.export({ type: 'spki', format: 'der' });
    return {
      privateKey: await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), signature, false, ['sign']),
      publicKey: await crypto.subtle.importKey('spki', new Uint8Array(spki), signature, true, ['verify']),
      signature,
    };
  } catch {
    throw new Error(
      'key pair: expected keys on P-256 or P-384, or RSA keys, as PKCS#8 and SPKI PEM; make them with generateKeyPair()',
    );
  }
}

function signatureOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  if (asymmetricKeyType === 'rsa') return RSA;
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? ECDSA_P384 : ECDSA_P256;
}
