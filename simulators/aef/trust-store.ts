/** Whom the AEF recognises: the security related information that it holds of each API invoker (TS 33.122 6.5.2, 6.8 step 8). */

/** Which members there are depends on the methods of the invoker's security context for this AEF. */
export interface TrustedInvoker {
  readonly apiInvokerId: string;
  /** Method PSK. */
  readonly aefPsk?: Buffer | undefined;
  /** Method PKI: certificates, PEM, that validate the invoker's own. Empty when the CCF named none and TLS alone decides. */
  readonly root?: string | undefined;
  /** Method OAUTH: a key that verifies tokens (PEM: SPKI, or a certificate with it), or the SHA-256 hashes (hex) of the tokens in force. */
  readonly tokens?: string | ReadonlySet<string> | undefined;
}

/** A copy that outlives the deletion of the original. */
export function copyOf(trusted: TrustedInvoker): TrustedInvoker {
  return { ...trusted, aefPsk: trusted.aefPsk && Buffer.from(trusted.aefPsk) };
}

/** Taken before a pull, so that its answer can be recognised as out of date. */
export interface PullTicket {
  readonly apiInvokerId: string;
  readonly deletions: number;
}

export class TrustStore {
  readonly #trusted: Map<string, TrustedInvoker>;
  readonly #deletions = new Map<string, number>();

  /** @param trusted - Where they are held, empty; default: in memory only. */
  constructor(trusted: Map<string, TrustedInvoker> = new Map()) {
    this.#trusted = trusted;
  }

  get(apiInvokerId: string): TrustedInvoker | undefined {
    return this.#trusted.get(apiInvokerId);
  }

  all(): TrustedInvoker[] {
    return [...this.#trusted.values()];
  }

  ticket(apiInvokerId: string): PullTicket {
    return { apiInvokerId, deletions: this.#deletions.get(apiInvokerId) ?? 0 };
  }

  /**
   * Takes up what a pull brought, or forgets an invoker that the CCF doesn't know (`pulled` undefined). An answer that set out before
   * the invoker was offboarded is dropped: otherwise it would bring back what the notification has just deleted.
   */
  settle(ticket: PullTicket, pulled: TrustedInvoker | undefined): void {
    if (ticket.deletions !== (this.#deletions.get(ticket.apiInvokerId) ?? 0)) return;
    if (pulled === undefined) this.#remove(ticket.apiInvokerId);
    else this.#trusted.set(ticket.apiInvokerId, pulled);
  }

  /** Clause 6.8 step 8. Harmless for an invoker that isn't known. */
  delete(apiInvokerId: string): void {
    this.#deletions.set(apiInvokerId, (this.#deletions.get(apiInvokerId) ?? 0) + 1);
    this.#remove(apiInvokerId);
  }

  /** Whether the invoker was deleted, and has not been taken up since. */
  wasDeleted(apiInvokerId: string): boolean {
    return this.#deletions.has(apiInvokerId) && !this.#trusted.has(apiInvokerId);
  }

  #remove(apiInvokerId: string): void {
    // Overwritten, since a buffer outlives its last reference for a while.
    this.#trusted.get(apiInvokerId)?.aefPsk?.fill(0);
    this.#trusted.delete(apiInvokerId);
  }
}
