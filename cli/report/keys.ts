/** Keys of the user for signing and verifying a bundle. Nothing of a key is ever printed. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CliProblem, codeOf } from '../problem.ts';

/** Environment variable with the passphrase of the private key. */
export const PASSPHRASE = 'CAPIF_KEY_PASSPHRASE';
const STDIN = 0;

/**
 * The private key of a PEM file; `-`: of what stdin says, so that a secret of a CI needs no file.
 *
 * @throws {CliProblem} (exit code 2)
 */
export function readPrivateKey(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): KeyObject {
  const pem = contentOf(path);
  const passphrase = env[PASSPHRASE];
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase ? { passphrase } : {}) });
  } catch {
    const encrypted = pem.includes('ENCRYPTED');
    const why = !encrypted
      ? 'is no private key in PEM'
      : passphrase
        ? `is a private key that the passphrase in ${PASSPHRASE} does not open`
        : `is an encrypted private key; set ${PASSPHRASE}`;
    throw new CliProblem(`--key: ${path} ${why}`, 2);
  }
}

/** The public key of a PEM file: a public key, or the certificate that holds it. @throws {CliProblem} (exit code 2) */
export function readPublicKey(path: string): KeyObject {
  const pem = contentOf(path);
  try {
    if (pem.includes('PRIVATE KEY')) throw new Error('private');
    return createPublicKey({ key: pem, format: 'pem' });
  } catch {
    throw new CliProblem(`--key: ${path} is no public key or certificate in PEM`, 2);
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path === '-' ? STDIN : path, 'utf8');
  } catch (error) {
    throw new CliProblem(`--key: ${path} cannot be read (${codeOf(error) ?? 'unreadable'})`, 2);
  }
}
