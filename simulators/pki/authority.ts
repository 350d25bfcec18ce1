/** A certification authority for tests: issues leaf certificates and says which of them it revoked. */
import { calendarNow } from '../wire/clock.ts';
import { randomToken } from '../wire/dice.ts';
import { explicit, integer, oid, sequence, time } from './der.ts';
import {
  alternativeNames,
  authorityKey,
  basicConstraints,
  cessationOfOperation,
  crlNumber,
  extensions,
  keyUsage,
  subjectKey,
  tlsUsage,
} from './extensions.ts';
import { generateKeyPair, SIGNATURE_ALGORITHM, type SigningKey, signed, signingKey } from './keys.ts';
import { distinguishedName } from './names.ts';
import { fromPem, toPem } from './pem.ts';

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

const V3 = explicit(0, integer(2));
const CRL_V2 = integer(1);
/** What is the same in every leaf. */
const LEAF_EXTENSIONS = [basicConstraints(false), tlsUsage()];
const RSA_ENCRYPTION = oid('1.2.840.113549.1.1.1');

/** What stands in a certificate (RFC 5280 4.1.2). Names and keys are DER. */
interface Content {
  readonly serialNumber: string;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly validForSeconds: number;
  readonly publicKey: Buffer;
  readonly extensions: readonly Buffer[];
}

/** Makes an authority with a fresh P-256 key. Several authorities may share a common name: their key identifiers differ. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const key = signingKey(await generateKeyPair());
  const issuer = distinguishedName(commonName);
  const identifiedBy = authorityKey(key.publicKey);
  let issuedCrls = 0;
  return {
    certificate: selfSigned(issuer, key),

    async issue({ publicKey, commonName: name, organization, hosts, validForSeconds = DAY_SECONDS }) {
      const serialNumber = randomSerialNumber();
      const spki = fromPem(publicKey, 'PUBLIC KEY');
      const carries = [
        ...LEAF_EXTENSIONS,
        leafKeyUsage(spki),
        ...alternativeNames(hosts),
        subjectKey(spki),
        identifiedBy,
      ];
      const subject = distinguishedName(name, organization);
      const content = { serialNumber, issuer, subject, validForSeconds, publicKey: spki, extensions: carries };
      return { certificate: certificate(content, key), serialNumber };
    },

    async crl(serialNumbers) {
      issuedCrls += 1;
      const now = calendarNow();
      const thisUpdate = time(now);
      const entries = serialNumbers.map((serialNumber) =>
        sequence(integer(Buffer.from(serialNumber, 'hex')), thisUpdate, sequence(cessationOfOperation())),
      );
      const list = sequence(
        CRL_V2,
        SIGNATURE_ALGORITHM,
        issuer,
        thisUpdate,
        time(new Date(now.getTime() + DAY_SECONDS * 1000)),
        // An empty list is left out (RFC 5280 5.1.2.6).
        ...(entries.length === 0 ? [] : [sequence(...entries)]),
        extensions(0, identifiedBy, crlNumber(issuedCrls)),
      );
      return toPem('X509 CRL', signed(list, key));
    },
  };
}

function selfSigned(name: Buffer, key: SigningKey): string {
  const { publicKey } = key;
  const carries = [basicConstraints(true), keyUsage('keyCertSign', 'cRLSign'), subjectKey(publicKey)];
  const content = { serialNumber: randomSerialNumber(), issuer: name, subject: name, publicKey, extensions: carries };
  return certificate({ ...content, validForSeconds: 10 * DAY_SECONDS }, key);
}

/** A signed certificate, PEM. */
function certificate({ serialNumber, issuer, subject, publicKey, ...content }: Content, key: SigningKey): string {
  const { notBefore, notAfter } = validity(content.validForSeconds);
  const toBeSigned = sequence(
    V3,
    integer(Buffer.from(serialNumber, 'hex')),
    SIGNATURE_ALGORITHM,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey,
    extensions(3, ...content.extensions),
  );
  return toPem('CERTIFICATE', signed(toBeSigned, key));
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
function leafKeyUsage(publicKey: Buffer): Buffer {
  return publicKey.includes(RSA_ENCRYPTION)
    ? keyUsage('digitalSignature', 'keyEncipherment')
    : keyUsage('digitalSignature');
}
