/** A certification authority for tests: issues leaf certificates and says which of them it revoked. */
import { calendarNow } from '../wire/clock.ts';
import { randomToken } from '../wire/dice.ts';
import { generateKeyPair, importKeyPair, type SigningPair } from './keys.ts';
import { alternativeNames, distinguishedName } from './names.ts';
import { toPem } from './pem.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from './x509.ts';

/** What to certify. The subject is the caller's decision: a request's own subject is not looked at. */
export interface CertificateOrder {
  /** SPKI, PEM; of any algorithm. */
  readonly publicKey: string;
  readonly commonName: string;
  readonly organization?: string;
  /** Subject alternative names: addresses become iPAddress, the rest dNSName. */
  readonly hosts?: readonly string[];
  /** Seconds from now; default one day. Negative makes a certificate that has expired. */
  readonly validForSeconds?: number;
}

export interface IssuedCertificate {
  /** The leaf, PEM. */
  readonly certificate: string;
  /** Hex, upper case, as `X509Certificate.serialNumber` of node:crypto. */
  readonly serialNumber: string;
}

export interface Authority {
  /** The self-signed root, PEM: what others put into their trust. */
  readonly certificate: string;
  /** Issues a leaf for TLS servers and clients. */
  issue(order: CertificateOrder): Promise<IssuedCertificate>;
  /** A CRL of now that lists these serial numbers (hex), PEM. */
  crl(serialNumbers: readonly string[]): Promise<string>;
}

const DAY_SECONDS = 86_400;
/** Certificates begin this long ago, for peers whose clocks are behind. */
const CLOCK_SKEW_SECONDS = 300;

/** What is the same in every leaf is encoded once: it would be a tenth of the time that a leaf takes. */
const LEAF_EXTENSIONS = [
  new BasicConstraintsExtension(false, undefined, true),
  new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
];
const KEY_USAGE = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);
const RSA_KEY_USAGE = new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true);

/**
 * Makes an authority with a fresh P-256 key. Several authorities may share a common name: their key identifiers differ.
 * @param validForSeconds - Of its own certificate, from now; default ten days. Negative makes one that has expired.
 */
export async function createAuthority(commonName: string, validForSeconds = 10 * DAY_SECONDS): Promise<Authority> {
  const keys = await importKeyPair(await generateKeyPair());
  const root = await selfSigned(commonName, keys, validForSeconds);
  const keyIdentifier = await AuthorityKeyIdentifierExtension.create(root.publicKey);
  let crlNumber = 0;
  return {
    certificate: toPem('CERTIFICATE', root.rawData),

    async issue(order) {
      const publicKey = new PublicKey(order.publicKey);
      const serialNumber = randomSerialNumber();
      const leaf = await X509CertificateGenerator.create({
        serialNumber,
        subject: distinguishedName(order.commonName, order.organization),
        issuer: root.subjectName,
        ...validity(order.validForSeconds ?? DAY_SECONDS),
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: keys.signature,
        extensions: [
          ...LEAF_EXTENSIONS,
          leafKeyUsage(publicKey),
          ...alternativeNames(order.hosts),
          await SubjectKeyIdentifierExtension.create(publicKey),
          keyIdentifier,
        ],
      });
      return { certificate: toPem('CERTIFICATE', leaf.rawData), serialNumber };
    },

    async crl(serialNumbers) {
      crlNumber += 1;
      const now = calendarNow();
      const list = await X509CrlGenerator.create({
        issuer: root.subjectName,
        thisUpdate: now,
        nextUpdate: new Date(now.getTime() + DAY_SECONDS * 1000),
        entries: serialNumbers.map((serialNumber) => ({
          serialNumber,
          revocationDate: now,
          reason: X509CrlReason.cessationOfOperation,
        })),
        signingKey: keys.privateKey,
        signingAlgorithm: keys.signature,
        extensions: [keyIdentifier, crlNumberExtension(crlNumber)],
      });
      // The library's own PEM says `CRL`, a label that OpenSSL rejects.
      return toPem('X509 CRL', list.rawData);
    },
  };
}

async function selfSigned(commonName: string, keys: SigningPair, validForSeconds: number): Promise<X509Certificate> {
  return await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: distinguishedName(commonName),
    ...validity(validForSeconds),
    keys,
    signingAlgorithm: keys.signature,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

/** An expired certificate must have begun before it ended, hence the earlier of the two. */
function validity(seconds: number): { notBefore: Date; notAfter: Date } {
  const now = calendarNow().getTime();
  const notAfter = now + seconds * 1000;
  return { notBefore: new Date(Math.min(now, notAfter) - CLOCK_SKEW_SECONDS * 1000), notAfter: new Date(notAfter) };
}

/** 128 random bits, made positive and of full length by fixing the two highest (RFC 5280 4.1.2.2). */
function randomSerialNumber(): string {
  const bytes = Buffer.from(randomToken(16), 'hex');
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex').toUpperCase();
}

/** RSA keys may also encipher the pre-master secret of TLS 1.2 (RFC 5280 4.2.1.3). */
function leafKeyUsage({ algorithm }: PublicKey): KeyUsagesExtension {
  return /^RSA/i.test(algorithm.name) ? RSA_KEY_USAGE : KEY_USAGE;
}

/** RFC 5280 5.2.3: DER INTEGER of four octets, or five where the first bit would read as a sign. */
function crlNumberExtension(number: number): Extension {
  const integer = Buffer.from([0x02, 0x04, 0, 0, 0, 0]);
  integer.writeUInt32BE(number, 2);
  return new Extension('2.5.29.20', false, new Uint8Array(minimal(integer)));
}

/** DER wants the shortest form: drops leading zero octets that the sign doesn't need. */
function minimal(integer: Buffer): Buffer {
  let value = integer.subarray(2);
  while (value.length > 1 && value[0] === 0 && ((value[1] ?? 0) & 0x80) === 0) value = value.subarray(1);
  return Buffer.concat([Buffer.of(0x02, value.length), value]);
}
