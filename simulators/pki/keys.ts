/** Key pairs of API invokers, provider functions and authorities: ECDSA on P-256, a hundred times cheaper than RSA. */
import { createPublicKey, generateKeyPair as generate } from 'node:crypto';
import { promisify } from 'node:util';
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

/** How everything of ours is signed. */
export const SIGNATURE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * The pair as Web Crypto keys, for signing.
 * @throws Error when it isn't a P-256 pair in PEM; the message never shows the key.
 */
export async function importKeyPair(pair: KeyPair): Promise<CryptoKeyPair> {
  const pkcs8 = fromPem(pair.privateKey, 'PRIVATE KEY');
  try {
    const spki = createPublicKey(pair.publicKey).export({ type: 'spki', format: 'der' });
    return {
      privateKey: await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), SIGNATURE, false, ['sign']),
      publicKey: await crypto.subtle.importKey('spki', new Uint8Array(spki), SIGNATURE, true, ['verify']),
    };
  } catch {
    throw new Error('key pair: expected P-256 keys as PKCS#8 and SPKI PEM; make one with generateKeyPair()');
  }
}
