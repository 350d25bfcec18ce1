/** The certificates by which a target is trusted: from PEM text, PEM files or PKCS#12 bundles. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readPkcs12 } from '../../simulators/pki/pkcs12.ts';
import { reasonOf } from './yaml/file.ts';
import { shown } from './yaml/words.ts';

/** `trust.passphrase` is what has to be changed, not `trust.ca`. The passphrase is not in the message. */
export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The certificates of one `trust.ca`, each as PEM: the value is PEM text itself, or names a PEM or PKCS#12 file, relative
 * to `folder`.
 *
 * @throws {WrongPassphrase} when it is missing or wrong.
 * @throws {Error} when there is none; the message says what was found instead and what to do.
 */
export function readTrust(value: string, folder: string, passphrase: string | undefined): string[] {
  if (value.includes('-----BEGIN')) return certificatesIn(value, 'the text');
  const file = `the file ${shown(value)}`;
  const bytes = contentOf(resolve(folder, value), file);
  if (bytes.length === 0) throw new Error(`${file} is empty; it must hold certificates`);
  if (bytes.includes('-----BEGIN')) return certificatesIn(bytes.toString('latin1'), file);
  // DER, and so PKCS#12, begins with the tag of a SEQUENCE.
  if (bytes[0] === 0x30 && isCertificate(bytes)) {
    throw new Error(`${file} is DER, not PEM; convert it with "openssl x509 -inform der -in FILE -out FILE.pem"`);
  }
  if (bytes[0] === 0x30) return certificatesOfBundle(bytes, file, passphrase);
  throw new Error(`${file} is neither PEM nor PKCS#12; a PEM file has lines -----BEGIN CERTIFICATE-----`);
}

function certificatesIn(pem: string, what: string): string[] {
  const found = pem.match(PEM_CERTIFICATE) ?? [];
  if (found.length === 0)
    throw new Error(`${what} is PEM but holds no certificate; give the CA's -----BEGIN CERTIFICATE-----`);
  found.forEach((certificate, index) => {
    if (isCertificate(certificate)) return;
    const which = found.length > 1 ? `certificate ${index + 1} of ${found.length}` : 'the certificate';
    throw new Error(`${what}: ${which} cannot be decoded; it is damaged or was cut, export it again`);
  });
  return found.map((certificate) => `${certificate}\n`);
}

function certificatesOfBundle(bytes: Buffer, file: string, passphrase: string | undefined): string[] {
  if (passphrase === undefined) {
    throw new WrongPassphrase(
      `is missing, and ${file} looks like PKCS#12, which needs it; add it ("" where it has none), or give a PEM file`,
    );
  }
  const { certificate, chain } = opened(bytes, file, passphrase);
  const found = certificate === undefined ? [...chain] : [certificate, ...chain];
  if (found.length === 0)
    throw new Error(`${file} is PKCS#12 but holds no certificate; give a bundle with the CA in it`);
  return found.flatMap((pem) => certificatesIn(pem, file));
}

function opened(bytes: Buffer, file: string, passphrase: string): ReturnType<typeof readPkcs12> {
  try {
    return readPkcs12(bytes, passphrase);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be opened as PKCS#12';
    if (/passphrase does not open/.test(message)) throw new WrongPassphrase(`does not open ${file}; correct it`);
    throw new Error(`${file}: ${message}`);
  }
}

function contentOf(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${file} cannot be read (${reasonOf(error)}); the path counts from the target file's folder`);
  }
}

function isCertificate(certificate: string | Buffer): boolean {
  try {
    new X509Certificate(certificate);
    return true;
  } catch {
    return false;
  }
}
