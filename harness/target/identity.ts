/** The certificate and key that a target file names for our nodes: PEM or PKCS#12, encrypted or not. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readPkcs12 } from '../../simulators/pki/pkcs12.ts';
import { calendarNow } from '../../simulators/wire/clock.ts';
import type { TlsIdentity } from '../../simulators/wire/types.ts';
import { reasonOf } from './yaml/file.ts';
import { shown } from './yaml/words.ts';

/** As in the target file: PEM text, or files relative to its folder. */
export interface WrittenIdentity {
  readonly certificate: string;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** What is written cannot be used; the message says what to do, and `member` where. Neither passphrase nor key is in it. */
export class UnusableIdentity extends Error {
  readonly member: keyof WrittenIdentity;
  constructor(member: keyof WrittenIdentity, message: string) {
    super(message);
    this.name = 'UnusableIdentity';
    this.member = member;
  }
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads a certificate, its chain and its key, the key decrypted.
 *
 * @throws {UnusableIdentity} when something is missing, cannot be read or opened, has expired, or does not belong together.
 */
export function readIdentity(written: WrittenIdentity, folder: string): TlsIdentity {
  const certificate = contentOf('certificate', written.certificate, folder);
  if (!certificate.includes('-----BEGIN')) return fromBundle(certificate, written);
  const chain = certificate.toString('latin1').match(CERTIFICATES) ?? [];
  const leaf = leafOf(chain);
  if (written.key === undefined) {
    throw new UnusableIdentity('key', 'is missing; a PEM certificate needs its private key beside it, name that file');
  }
  const key = opened(contentOf('key', written.key, folder), written.passphrase);
  if (!leaf.checkPrivateKey(key)) {
    throw new UnusableIdentity(
      'key',
      'is not the private key of identity.client.certificate; name the one made with it',
    );
  }
  mustBeValid(leaf);
  return { certificate: `${chain.join('\n')}\n`, key: pem(key) };
}

/** What nobody takes need not be shown to anybody. */
function mustBeValid({ validFrom, validTo }: X509Certificate): void {
  const now = calendarNow().getTime();
  if (Date.parse(validTo) < now)
    throw new UnusableIdentity('certificate', `has expired (${validTo}); have another one issued`);
  if (Date.parse(validFrom) > now)
    throw new UnusableIdentity('certificate', `is not valid yet (${validFrom}); compare the clocks`);
}

function leafOf([first]: readonly string[]): X509Certificate {
  if (first === undefined)
    throw new UnusableIdentity(
      'certificate',
      'is PEM but holds no certificate; name the file with -----BEGIN CERTIFICATE-----',
    );
  try {
    return new X509Certificate(first);
  } catch {
    throw new UnusableIdentity('certificate', 'cannot be decoded; it is damaged or was cut, export it again');
  }
}

/** PEM, DER inside, PKCS#1, SEC1 or PKCS#8: whatever Node opens. */
function opened(content: Buffer, passphrase: string | undefined): KeyObject {
  const encrypted = /ENCRYPTED/.test(content.toString('latin1'));
  if (encrypted && passphrase === undefined)
    throw new UnusableIdentity(
      'passphrase',
      'is missing, and the private key is encrypted; take it from the environment',
    );
  try {
    return createPrivateKey({ key: content, ...(encrypted && { passphrase }) });
  } catch {
    throw encrypted
      ? new UnusableIdentity('passphrase', 'does not open the private key')
      : new UnusableIdentity('key', 'holds no private key in PEM; name the file with -----BEGIN PRIVATE KEY-----');
  }
}

function fromBundle(bytes: Buffer, { key, passphrase }: WrittenIdentity): TlsIdentity {
  if (key !== undefined) {
    throw new UnusableIdentity('key', 'has no meaning beside a PKCS#12 file, which holds the key itself; remove it');
  }
  if (passphrase === undefined) {
    throw new UnusableIdentity(
      'passphrase',
      'is missing; identity.client.certificate is no PEM, and PKCS#12 needs it ("" where it has none)',
    );
  }
  const content = bundle(bytes, passphrase);
  if (content.certificate === undefined || content.key === undefined) {
    throw new UnusableIdentity(
      'certificate',
      'is PKCS#12 without a private key and its certificate; export both into it',
    );
  }
  mustBeValid(new X509Certificate(content.certificate));
  return { certificate: [content.certificate, ...content.chain].join('\n'), key: content.key };
}

function bundle(bytes: Buffer, passphrase: string): ReturnType<typeof readPkcs12> {
  try {
    return readPkcs12(bytes, passphrase);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be opened as PKCS#12';
    throw new UnusableIdentity(/passphrase does not open/.test(message) ? 'passphrase' : 'certificate', message);
  }
}

function contentOf(member: 'certificate' | 'key', value: string, folder: string): Buffer {
  if (value.includes('-----BEGIN')) return Buffer.from(value);
  try {
    return readFileSync(resolve(folder, value));
  } catch (error) {
    const why = `${shown(value)} cannot be read (${reasonOf(error)}); the path counts from the target file's folder`;
    throw new UnusableIdentity(member, `the file ${why}`);
  }
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
