/** nginx's own pages for a client certificate that does not verify, is revoked, or was not sent; its status for them all is 400. */
const PAGE = /<center>(The SSL certificate error|No required SSL certificate was sent)<\/center>/;

/** What a proxy says of the client certificate, where the answer is its page about that; undefined for any other answer. */
export function certificatePage(
  response: { readonly status: number; readonly body: string } | undefined,
): string | undefined {
  return response?.status === 400 ? PAGE.exec(response.body)?.[1] : undefined;
}
