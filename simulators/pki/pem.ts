/** PEM (RFC 7468) in and out. */

/** Wraps DER in PEM with the given label, e.g. `CERTIFICATE`. Ends with a newline. */
export function toPem(label: string, der: ArrayBuffer | Uint8Array): string {
  const base64 = Buffer.from(der instanceof ArrayBuffer ? new Uint8Array(der) : der).toString('base64');
  return `-----BEGIN ${label}-----\n${base64.replaceAll(/.{64}(?!$)/g, '$&\n')}\n-----END ${label}-----\n`;
}

/**
 * The DER of the first PEM block with one of these labels.
 * @throws Error that says which labels were looked for and which were there; never the content.
 */
export function fromPem(pem: string, ...labels: readonly string[]): Buffer {
  const seen: string[] = [];
  for (const [, label = '', base64 = ''] of pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)) {
    if (labels.includes(label)) return Buffer.from(base64, 'base64');
    seen.push(label);
  }
  const found = seen.length > 0 ? `found ${seen.join(', ')}` : 'found no PEM block at all';
  throw new Error(`PEM: expected a block "-----BEGIN ${labels.join('----- or -----BEGIN ')}-----"; ${found}`);
}
