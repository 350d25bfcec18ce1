import { randomBytes } from 'node:crypto';
import type { Server } from 'node:tls';

/** Ticket keys are 48 bytes: name, HMAC key, AES key. */
const TICKET_KEY_BYTES = 48;
const MOST_SESSIONS = 10_000;

/**
 * TLS session IDs of a server, each bound to the client that it was given to.
 *
 * A plain Node server resumes a session whose certificate or PSK is long deleted: nothing is verified again. So IDs are kept here, can
 * be dropped for one client, and tickets (which no store can drop) die by renewing the keys that sealed them.
 */
export class SessionStore {
  readonly #sessions = new Map<string, { data: Buffer; peer: string | undefined }>();
  readonly #server: Server;

  /** `keep: false`: nothing is kept, every handshake is a full one. */
  constructor(server: Server, keep: boolean) {
    this.#server = server;
    if (!keep) return;
    server.on('newSession', (id: Buffer, data: Buffer, done: () => void) => {
      if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value ?? '');
      this.#sessions.set(id.toString('hex'), { data, peer: undefined });
      done();
    });
    server.on('resumeSession', (id: Buffer, done: (error: Error | null, data: Buffer | null) => void) => {
      done(null, this.#sessions.get(id.toString('hex'))?.data ?? null);
    });
  }

  /** Notes whose session this is; called when its handshake completed. */
  bind(sessionId: Buffer, peer: string): void {
    const session = this.#sessions.get(sessionId.toString('hex'));
    if (session !== undefined) session.peer = peer;
  }

  /** Whose session this is: certificate fingerprint or PSK identity. */
  peerOf(sessionId: Buffer): string | undefined {
    return this.#sessions.get(sessionId.toString('hex'))?.peer;
  }

  /** Makes every session that was given out so far worthless. */
  forgetAll(): void {
    this.#sessions.clear();
    this.#server.setTicketKeys(randomBytes(TICKET_KEY_BYTES));
  }

  /** Drops a client's sessions and makes every ticket given out so far worthless. */
  forget(peer: string): void {
    for (const [id, session] of this.#sessions) if (session.peer === peer) this.#sessions.delete(id);
    this.#server.setTicketKeys(randomBytes(TICKET_KEY_BYTES));
  }
}
