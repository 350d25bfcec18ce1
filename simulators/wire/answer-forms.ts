/** Forms that an answer may take without saying anything else. */
import type { ServerConnection } from './types.ts';

/** Small enough that every body of ours takes several. */
const CHUNK_BYTES = 16;

/** `Content-Length: 0` where there is no content. */
export function withContentLength(response: Response): Response {
  if (response.status === 204) response.headers.set('content-length', '0');
  return response;
}

/** The body in pieces, its length not said. */
export async function chunked(response: Response): Promise<Response> {
  if (response.body === null || response.headers.has('content-length')) return response;
  const whole = Buffer.from(await response.arrayBuffer());
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < whole.length; at += CHUNK_BYTES) controller.enqueue(whole.subarray(at, at + CHUNK_BYTES));
      controller.close();
    },
  });
  const answer = new Response(body, response);
  answer.headers.set('transfer-encoding', 'chunked');
  return answer;
}

export function withoutKeepAlive(response: Response, connection: ServerConnection): Response {
  response.headers.set('connection', 'close');
  connection.afterAnswer(() => connection.end());
  return response;
}
