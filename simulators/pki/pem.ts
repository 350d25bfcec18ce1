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
  const [first] = allFromPem(pem, ...labels);
  return first;
}

/** The DER of each such block, of which there is at least one. @throws as {@link fromPem} does. */
export function allFromPem(pem: string, ...labels: readonly string[]): readonly [Buffer, ...Buffer[]] {
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)];
  const wanted = blocks.filter(([, label = '']) => labels.includes(label));
  const [first, ...others] = wanted.map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
  if (first !== undefined) return [first, ...others];
  const seen = blocks.map(([, label]) => label);
  const found = seen.length > 0 ? `found ${seen.join(', ')}` : 'found no PEM block at all';
  throw new Error(`PEM: expected a block "-----BEGIN ${labels.join('----- or -----BEGIN ')}-----"; ${found}`);
}
