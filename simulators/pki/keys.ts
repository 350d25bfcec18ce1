/** Key pairs of API invokers, provider functions and authorities: ECDSA on P-256, a hundred times cheaper than RSA. */
import { createPublicKey } from 'node:crypto';
import { fromPem, toPem } from './pem.ts';

export interface KeyPair {
  /** PKCS#8, PEM. Secret. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
}

/** How everything of ours is signed. */
export const SIGNATURE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Of the pairs made here: parsing PEM takes several times as long as making a key. Forgotten together with the pair. */
const made = new WeakMap<KeyPair, CryptoKeyPair>();

/** Makes a P-256 key pair. */
export async function generateKeyPair(): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(SIGNATURE, true, ['sign', 'verify']);
  const [pkcs8, spki] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', keys.privateKey),
    crypto.subtle.exportKey('spki', keys.publicKey),
  ]);
  const pair = { privateKey: toPem('PRIVATE KEY', pkcs8), publicKey: toPem('PUBLIC KEY', spki) };
  made.set(pair, keys);
  return pair;
}

/**
 * The pair as Web Crypto keys, for signing.
 * @throws Error when it isn't a P-256 pair in PEM; the message never shows the key.
 */
export async function importKeyPair(pair: KeyPair): Promise<CryptoKeyPair> {
  const known = made.get(pair);
  if (known !== undefined) return known;
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
