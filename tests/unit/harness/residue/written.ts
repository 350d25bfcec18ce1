/** Credentials, and how stores write them: by other means than the harness has, so that both would have to err alike. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';

export interface Written {
  readonly bytes: Buffer;
  /** From the first of `bytes` to where the credential's form begins. */
  readonly at: number;
}

const plain = (text: string | Buffer, at = 0): Written => ({ bytes: Buffer.from(text), at });

/** Ways of writing bytes, by the name that the harness has for them. */
export const BYTE_WAYS: Readonly<Record<string, (bytes: Buffer) => Written>> = {
  raw: (bytes) => plain(bytes),
  hex: (bytes) => plain([...bytes].map(pair).join('')),
  'hex, upper case': (bytes) => plain([...bytes].map(pair).join('').toUpperCase()),
  'hex with colons': (bytes) => plain([...bytes].map(pair).join(':')),
  'hex with colons, upper case': (bytes) => plain([...bytes].map(pair).join(':').toUpperCase()),
  base64: (bytes) => plain(btoa(binary(bytes))),
  'base64 without padding': (bytes) => plain(btoa(binary(bytes)).replace(/=*$/, '')),
  'base64, escaped for a URL': (bytes) => plain(new URLSearchParams([['', btoa(binary(bytes))]]).toString().slice(1)),
  base64url: (bytes) => plain(btoa(binary(bytes)).replace(/=*$/, '').replace(/\+/g, '-').replace(/\//g, '_')),
  // "u" or "u:" before and "zzz" after: the first character of its own is the third or the fourth.
  'base64, within a longer value': (bytes) => ({ bytes: Buffer.from(btoa(`u${binary(bytes)}zzz`)), at: 2 }),
  'base64url, within a longer value': (bytes) => ({
    bytes: Buffer.from(
      btoa(`u:${binary(bytes)}zzz`)
        .replace(/\+/g, '-')
        .replace(/\//g, '_'),
    ),
    at: 3,
  }),
};

/** Ways of writing text that need no help. */
export const TEXT_WAYS: Readonly<Record<string, (text: string) => Written>> = {
  text: (text) => plain(text),
  'text, escaped for JSON': (text) => plain(JSON.stringify(text).slice(1, -1)),
  'text, escaped for JSON twice': (text) => plain(JSON.stringify(JSON.stringify(text)).slice(3, -3)),
  'text, escaped for a URL': (text) => plain(encodeURIComponent(text)),
  'text as UTF-16': (text) => plain(Buffer.from(text, 'utf16le')),
};

/** Base64 in lines, as `openssl base64` (64), `base64` (76) and PEM have it. */
export function inLines(base64: string, width: number, lineEnd: string): string {
  const lines: string[] = [];
  for (let at = 0; at < base64.length; at += width) lines.push(base64.slice(at, at + width));
  return lines.join(lineEnd);
}

const pair = (byte: number): string => (byte < 16 ? '0' : '') + byte.toString(16);
const binary = (bytes: Buffer): string => String.fromCharCode(...bytes);

export interface Issued {
  readonly certificate: string;
  readonly certificateDer: Buffer;
  readonly key: string;
  readonly sec1: string;
}

/** A certificate and its key as an API invoker gets them. */
export async function issued(): Promise<Issued> {
  const authority = await createAuthority('Residue test CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'INVresidue', hosts: ['127.0.0.1'] });
  const sec1 = createPrivateKey(privateKey).export({ format: 'pem', type: 'sec1' }).toString();
  return { certificate, certificateDer: new X509Certificate(certificate).raw, key: privateKey, sec1 };
}
