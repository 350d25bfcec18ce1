/** Signs a manifest, and checks such a signature: JWS, detached (RFC 7515, appendix F). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { base64url, CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader, errors } from 'jose';

/** What the header calls it, so that no other signature by the same key can be taken for one over a manifest (RFC 8725, 3.11). */
const TYPE = 'capif-conformance-manifest+jws';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const SHORTEST_RSA = 2048;

/** The key cannot sign or verify; the message is one sentence and holds nothing of the key. */
export class KeyProblem extends Error {}

/** The one algorithm that a key is used with: Ed25519, ECDSA by curve, RSA-PSS. @throws {KeyProblem} for any other key. */
export function algorithmOf(key: KeyObject): string {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'rsa' && modulusLength >= SHORTEST_RSA) return 'PS256';
  const curve = type === 'ec' ? CURVES[namedCurve] : undefined;
  if (curve !== undefined) return curve;
  const seen = [type ?? 'a secret', namedCurve, modulusLength || ''].filter(Boolean).join(' ');
  throw new KeyProblem(
    `the key is ${seen}; use Ed25519, EC (P-256, P-384, P-521) or RSA of ${SHORTEST_RSA} bits or more`,
  );
}

/** The RFC 7638 thumbprint of a key's public half: its name. */
export function keyId(key: KeyObject): Promise<string> {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return calculateJwkThumbprint(half.export({ format: 'jwk' }));
}

/** The signature over a manifest, as the text of its file. @throws {KeyProblem} */
export async function sign(manifest: Uint8Array, privateKey: KeyObject): Promise<string> {
  const header = { alg: algorithmOf(privateKey), typ: TYPE, kid: await keyId(privateKey) };
  const jws = await new CompactSign(manifest).setProtectedHeader(header).sign(privateKey);
  const [head, , signature] = jws.split('.');
  return `${head}..${signature}\n`;
}

/** The name of the key that a signature says it was made with; undefined when it is no signature. Nothing is proved by it. */
export function claimedKeyId(signature: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(signature.trim());
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** Why the signature is not one over this manifest by this key; undefined when it is. @throws {KeyProblem} */
export async function whyNotSigned(
  manifest: Uint8Array,
  signature: string,
  publicKey: KeyObject,
): Promise<string | undefined> {
  const algorithms = [algorithmOf(publicKey)];
  const [head, payload, rest, ...more] = signature.trim().split('.');
  if (!head || payload !== '' || !rest || more.length > 0) return 'the signature is no detached JWS';
  try {
    const { protectedHeader } = await compactVerify(`${head}.${base64url.encode(manifest)}.${rest}`, publicKey, {
      algorithms,
    });
    return protectedHeader.typ === TYPE ? undefined : 'the signature was made for something else than a bundle';
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return error instanceof errors.JOSEAlgNotAllowed
      ? `the signature is not by this key: it was not made with ${algorithms.join()}`
      : 'the signature is not by this key over this manifest';
  }
}
