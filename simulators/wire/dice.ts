import { randomBytes } from 'node:crypto';

/** A random hexadecimal string of `bytes` bytes (twice as many characters). */
export function randomToken(bytes = 16): string {
  return randomBytes(bytes).toString('hex');
}

/** A short unique name, e.g. `INV3f9a61c2d0b4`. Unique enough for ids, not meant to be a secret. */
export function randomId(prefix: string): string {
  return `${prefix}${randomToken(6)}`;
}
