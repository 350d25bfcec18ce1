/**
 * PKCS#12 bundles, the form in which many implementations hand out their CA or a client's identity.
 *
 * node-forge understands RSA alone. Reading gets by with EC all the same, for what forge can't interpret it leaves as ASN.1.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { toPem } from './pem.ts';

export interface Pkcs12Content {
  /** The leaf that belongs to `key`, PEM; absent in a bundle of CAs. */
  readonly certificate?: string;
  /** PKCS#8, PEM. Secret. */
  readonly key?: string;
  /** The other certificates, PEM. */
  readonly chain: readonly string[];
}

/**
 * Opens a bundle.
 * @throws Error when it is no PKCS#12 or the passphrase doesn't open it; the message shows neither passphrase nor key.
 */
export function readPkcs12(bytes: Buffer, passphrase: string): Pkcs12Content {
  const bags = open(bytes, passphrase);
  const keyDer = bags.keys[0];
  if (keyDer === undefined) return { chain: bags.certificates };
  const key = createPrivateKey({ key: keyDer, format: 'der', type: 'pkcs8' });
  const owned = bags.certificates.find((pem) => new X509Certificate(pem).checkPrivateKey(key));
  return {
    ...(owned !== undefined && { certificate: owned }),
    key: toPem('PRIVATE KEY', keyDer),
    chain: bags.certificates.filter((pem) => pem !== owned),
  };
}

/**
 * Makes a bundle, encrypted with AES-256; RSA only.
 * @throws Error for an EC key, saying what to do instead.
 */
export function writePkcs12(content: {
  readonly certificate: string;
  readonly key: string;
  readonly chain?: readonly string[];
  readonly passphrase: string;
}): Buffer {
  const algorithm = createPrivateKey(content.key).asymmetricKeyType;
  if (algorithm !== 'rsa') {
    throw new Error(
      `PKCS#12: only RSA keys can be bundled here, this one is ${algorithm}; use PEM files, or "openssl pkcs12 -export"`,
    );
  }
  const certificates = [content.certificate, ...(content.chain ?? [])].map(rsaCertificate);
  const bundle = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(content.key), certificates, content.passphrase, {
    algorithm: 'aes256',
  });
  return Buffer.from(forge.asn1.toDer(bundle).getBytes(), 'latin1');
}

/** Everything in the bundle: private keys as PKCS#8 DER, certificates as PEM. */
function open(bytes: Buffer, passphrase: string): { keys: Buffer[]; certificates: string[] } {
  const keys: Buffer[] = [];
  const certificates: string[] = [];
  for (const bag of bags(bytes, passphrase)) {
    if (bag.type === forge.pki.oids.certBag) {
      certificates.push(toPem('CERTIFICATE', der(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1)));
    } else {
      const rsa = bag.key && forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key));
      keys.push(der(rsa ?? bag.asn1));
    }
  }
  return { keys, certificates };
}

function bags(bytes: Buffer, passphrase: string): forge.pkcs12.Bag[] {
  const structure = parse(bytes);
  try {
    const bundle = forge.pkcs12.pkcs12FromAsn1(structure, passphrase);
    return bundle.safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (error) {
    const wrong = error instanceof Error && /password|MAC|decrypt/i.test(error.message);
    throw new Error(
      wrong
        ? 'PKCS#12: the passphrase does not open the bundle'
        : 'PKCS#12: the bundle holds something that is not understood; convert it with "openssl pkcs12 -nodes" to PEM',
    );
  }
}

function parse(bytes: Buffer): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(bytes.toString('latin1'));
  } catch {
    throw new Error('PKCS#12: the file is not a bundle (.p12, .pfx) at all; a PEM file needs no passphrase');
  }
}

function rsaCertificate(pem: string): forge.pki.Certificate {
  try {
    return forge.pki.certificateFromPem(pem);
  } catch {
    throw new Error(
      'PKCS#12: every certificate of the bundle must hold an RSA key, one does not; use PEM files instead',
    );
  }
}

function der(structure: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1');
}
