/** Which certificates the CCF revoked, for everybody to read. Not a CAPIF API; its path is the CCF's own. */
import { fromPem } from '../pki/pem.ts';
import type { CcfNode } from './node.ts';
import { currentCrl } from './registrar.ts';
import type { Route } from './routing.ts';

export const CRL_PATH = '/ccf/crl';

/** Answers DER, which is what its media type means (RFC 2585). A list is made anew only when something was revoked since: signing one is dear, and nothing else changes it. */
export function crlRoutes(node: CcfNode): Route[] {
  let newest: { readonly revoked: number; readonly crl: Promise<string> } | undefined;
  async function answer(): Promise<Response> {
    const revoked = node.state.revocations.size;
    if (newest?.revoked !== revoked) newest = { revoked, crl: currentCrl(node) };
    const der = fromPem(await newest.crl, 'X509 CRL');
    return new Response(new Uint8Array(der), { headers: { 'content-type': 'application/pkix-crl' } });
  }
  return [{ method: 'GET', path: CRL_PATH, answer }];
}
