/** The CCF as registration authority: certifies public keys (TS 33.122 6.1), revokes, and publishes what it revoked. */
import { createPublicKey } from 'node:crypto';
import { fingerprint } from '../pki/certificates.ts';
import { readCsr } from '../pki/csr.ts';
import { refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import { type Credential, credentialsOf, type Subject } from './state.ts';

/** A public key, and the hosts that its owner wants to be reached at. */
export interface KeyMaterial {
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly hosts: readonly string[];
}

/**
 * Reads what an onboarding or registration carries as public key: a PEM public key or a PEM certification request.
 * @throws EarlyAnswer 400 when it is neither, the request isn't signed with its own key, or the key is none that this CCF certifies.
 */
export async function readKeyMaterial({ behaviour }: CcfNode, pem: string, member: string): Promise<KeyMaterial> {
  const material = await read(pem, member);
  if (behaviour.access.certifies(material.publicKey)) return material;
  throw refusal(400, `${member}: no certificates are issued here for keys of this kind`);
}

async function read(pem: string, member: string): Promise<KeyMaterial> {
  try {
    if (pem.includes('CERTIFICATE REQUEST')) return await readCsr(pem);
    return { publicKey: createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString(), hosts: [] };
  } catch {
    throw refusal(400, `${member}: expected a PEM public key, or a PEM certification request signed with its own key`);
  }
}

/**
 * Issues a certificate whose common name is the subject's id; whatever subject a request named is replaced. It authenticates nobody
 * before {@link enter} is called.
 */
export async function certify(node: CcfNode, subject: Subject, { publicKey, hosts }: KeyMaterial): Promise<Credential> {
  const authority = await node.behaviour.access.authorityFor(subject, node.authority);
  const { certificate, serialNumber } = await authority.issue({ publicKey, commonName: subject.id, hosts: [...hosts] });
  return { subject, certificate, serialNumber, fingerprint: fingerprint(certificate), publicKey, authority };
}

/** From now on this certificate authenticates its subject, and no other does. */
export function enter(node: CcfNode, credential: Credential): void {
  revoke(node, credential.subject.id);
  node.state.credentials.set(credential.fingerprint, credential);
}

/** From now on no certificate authenticates this subject. Takes effect at once; the CRL is another matter. */
export function revoke(node: CcfNode, id: Subject['id']): void {
  for (const { subject, fingerprint: key, serialNumber } of credentialsOf(node.state, id)) {
    node.state.credentials.delete(key);
    node.state.revocations.set(key, { subject, fingerprint: key, serialNumber });
  }
}

/**
 * The CRL of now, PEM. It lists certificates of other authorities than the CCF's own too (where each invoker has one), for serial
 * numbers are random and a reader looks for a number.
 */
export function currentCrl(node: CcfNode): Promise<string> {
  const revoked = [...node.state.revocations.values()];
  return node.authority.crl(revoked.filter(node.behaviour.access.lists).map(({ serialNumber }) => serialNumber));
}
