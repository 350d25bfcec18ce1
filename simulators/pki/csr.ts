/** PKCS#10 certification requests: how an invoker or a provider function hands over its public key (TS 33.122 6.1). */
import { importKeyPair, type KeyPair } from './keys.ts';
import { alternativeNames, distinguishedName, requestedHosts } from './names.ts';
import { fromPem, toPem } from './pem.ts';
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from './x509.ts';

export interface CsrContent {
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** Empty when the request names none: the CCF assigns the identity anyway. */
  readonly commonName: string;
  /** Subject alternative names asked for, addresses and DNS names. */
  readonly hosts: readonly string[];
}

/** Makes a request for this key pair, PEM. @throws Error as {@link importKeyPair} does. */
export async function createCsr(request: {
  readonly keyPair: KeyPair;
  readonly commonName: string;
  readonly hosts?: readonly string[];
}): Promise<string> {
  const keys = await importKeyPair(request.keyPair);
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: distinguishedName(request.commonName),
    keys,
    signingAlgorithm: keys.signature,
    extensions: [...alternativeNames(request.hosts)],
  });
  return toPem('CERTIFICATE REQUEST', csr.rawData);
}

/**
 * Reads a request, of any key algorithm.
 * @throws Error when it is no PEM request, or its signature doesn't prove possession of the private key.
 */
export async function readCsr(pem: string): Promise<CsrContent> {
  const der = fromPem(pem, 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST');
  const csr = parse(der);
  if (!(await csr.verify().catch(() => false))) {
    throw new Error(
      'CSR: the signature does not verify with the public key inside; sign it with the matching private key',
    );
  }
  return {
    publicKey: toPem('PUBLIC KEY', csr.publicKey.rawData),
    commonName: csr.subjectName.getField('CN')[0] ?? '',
    hosts: requestedHosts(csr),
  };
}

function parse(der: Buffer): Pkcs10CertificateRequest {
  try {
    return new Pkcs10CertificateRequest(new Uint8Array(der));
  } catch {
    throw new Error('CSR: the PEM block does not hold a PKCS#10 certification request');
  }
}
