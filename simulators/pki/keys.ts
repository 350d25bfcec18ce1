/** Key pairs of API invokers, provider functions and authorities: ECDSA on P-256, a hundred times cheaper than RSA. */
import { createPrivateKey, generateKeyPair as generate, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bitString, oid, sequence } from './der.ts';
import { fromPem } from './pem.ts';

export interface KeyPair {
  /** PKCS#8, PEM. Secret. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
}

const generatePair = promisify(generate);

/** Makes a P-256 key pair. */
export async function generateKeyPair(): Promise<KeyPair> {
  return await generatePair('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** A pair that signs. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
}

/**
 * The pair, ready to sign.
 * @throws Error when it isn't a P-256 pair in PEM; the message never shows the key.
 */
export function signingKey(pair: KeyPair): SigningKey {
  try {
    const privateKey = createPrivateKey(pair.privateKey);
    if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('another kind of key');
    return { privateKey, publicKey: fromPem(pair.publicKey, 'PUBLIC KEY') };
  } catch {
    throw new Error('key pair: expected P-256 keys as PKCS#8 and SPKI PEM; make one with generateKeyPair()');
  }
}

/** ecdsa-with-SHA256 (RFC 5758 3.2): how everything of ours is signed. */
export const SIGNATURE_ALGORITHM = sequence(oid('1.2.840.10045.4.3.2'));

/** What certificates, requests and revocation lists have in common: content, algorithm, signature. DER. */
export function signed(content: Buffer, { privateKey }: SigningKey): Buffer {
  return sequence(content, SIGNATURE_ALGORITHM, bitString(sign('sha256', content, privateKey)));
}
