import type { HttpExchange } from './facts.ts';
import type { ClientSession, HttpRequestOptions } from './types.ts';

/** What a request needs of a session. */
export type Requesting = Pick<ClientSession, 'request'>;

/** An answer, and the session that carried it. */
export interface Carried {
  readonly exchange: HttpExchange;
  readonly session: ClientSession;
}

/** How a session looks that its peer had ended before our request arrived: nothing came back, and not for want of time. */
const LOST: ReadonlySet<string | undefined> = new Set(['closed', 'reset', 'alert', 'other']);

/** How some servers end an idle session; what crosses our request on its way is no answer to that (RFC 9110 15.5.9). */
const REQUEST_TIMEOUT = 408;

/**
 * A session that is kept for the next request, since a handshake costs several times what a request does. It is opened when it is first needed,
 * and again when the peer has ended it meanwhile; a request that comes while another is under way gets a session of its own.
 */
export class StandingSession implements Requesting {
  readonly #open: () => Promise<ClientSession>;
  #kept: ClientSession | undefined;
  #busy = false;

  /** @param open - Opens one like it; called once for each that is needed. */
  constructor(open: () => Promise<ClientSession>) {
    this.#open = open;
  }

  /** @throws WireError when a session is needed and does not come about. */
  async request(options: HttpRequestOptions): Promise<HttpExchange> {
    return (await this.carry(options)).exchange;
  }

  /** As {@link StandingSession.request}, for whoever wants to know the session as well. */
  async carry(options: HttpRequestOptions): Promise<Carried> {
    if (this.#busy) return await this.#once(options);
    this.#busy = true;
    try {
      const known = this.#kept?.usable ? this.#kept : undefined;
      if (known !== undefined) {
        const exchange = await known.request(options);
        // The peer may end an idle session at any moment (RFC 9112 9.5): that says nothing of the request.
        if (!isLost(exchange)) return await this.#keep(known, exchange);
      }
      await this.close();
      const session = await this.#open();
      return await this.#keep(session, await session.request(options));
    } finally {
      this.#busy = false;
    }
  }

  /** Ends the session, if there is one; the next request opens another. */
  async close(): Promise<void> {
    const session = this.#kept;
    this.#kept = undefined;
    await session?.close();
  }

  async #keep(session: ClientSession, exchange: HttpExchange): Promise<Carried> {
    const { response } = exchange;
    const over = response === undefined || /\bclose\b/i.test(response.headers.connection ?? '');
    this.#kept = over ? undefined : session;
    if (over) await session.close();
    return { exchange, session };
  }

  async #once(options: HttpRequestOptions): Promise<Carried> {
    const session = await this.#open();
    try {
      return { exchange: await session.request(options), session };
    } finally {
      await session.close();
    }
  }
}

function isLost({ response, failure }: HttpExchange): boolean {
  return response === undefined ? LOST.has(failure?.cause) : response.status === REQUEST_TIMEOUT;
}
