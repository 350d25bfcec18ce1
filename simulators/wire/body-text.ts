import { isUtf8 } from 'node:buffer';

/** Evidence is text: a body that is not UTF-8 (a CRL in DER) is given as `data:;base64,…`. */
export function bodyText(body: Buffer): string {
  return isUtf8(body) ? body.toString() : `data:;base64,${body.toString('base64')}`;
}
