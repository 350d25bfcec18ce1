import { isUtf8 } from 'node:buffer';

const ENCODED = 'data:;base64,';

/** Evidence is text: a body that is not UTF-8 (a CRL in DER) is given as `data:;base64,…`. */
export function bodyText(body: Buffer): string {
  return isUtf8(body) ? body.toString() : `${ENCODED}${body.toString('base64')}`;
}

/** The octets that {@link bodyText} made text of. */
export function bodyOctets(text: string): Buffer {
  return text.startsWith(ENCODED) ? Buffer.from(text.slice(ENCODED.length), 'base64') : Buffer.from(text);
}
