import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { HandshakeFacts } from './facts.ts';
import type { Handshake } from './peer.ts';
import { readSslSession } from './ssl-session.ts';
import type { Tap } from './tap.ts';
import type { ServerConnection, SessionSecrets } from './types.ts';

/** How long an ended connection may wait for the peer to finish too. */
const LINGER_MS = 1000;

/** One accepted connection, with the means to end it in every way that TLS and TCP know. */
export class AcceptedConnection implements ServerConnection {
  readonly connection: string;
  readonly facts: HandshakeFacts | undefined;
  readonly peerCertificate: string | undefined;
  readonly #tap: Tap;
  readonly #stream: Duplex;

  constructor(connection: string, tap: Tap, stream: Duplex, handshake: Handshake | undefined) {
    this.connection = connection;
    this.#tap = tap;
    this.#stream = stream;
    this.facts = handshake?.facts;
    this.peerCertificate = handshake?.peerCertificate;
  }

  secrets(): SessionSecrets | undefined {
    if (!(this.#stream instanceof TLSSocket)) return undefined;
    const der = this.#stream.getSession();
    const secrets = der === undefined ? undefined : readSslSession(der);
    return secrets && this.#tap.serverHello?.sessionId.equals(secrets.sessionId) ? secrets : undefined;
  }

  afterAnswer(): void {
    throw new Error(
      'afterAnswer() belongs to a request: call it on the connection that the answering function was given',
    );
  }

  /** This connection as one request sees it: `afterAnswer` hands its tasks to `later`. */
  duringRequest(later: (task: () => void | Promise<void>) => void): ServerConnection {
    return {
      connection: this.connection,
      facts: this.facts,
      peerCertificate: this.peerCertificate,
      secrets: () => this.secrets(),
      afterAnswer: later,
      end: () => this.end(),
      fin: () => this.fin(),
      reset: () => this.reset(),
      alert: (code) => this.alert(code),
    };
  }

  end(): void {
    this.#stream.end();
    this.#linger();
  }

  fin(): void {
    this.#tap.fin();
    this.#linger();
  }

  reset(): void {
    this.#tap.reset();
  }

  alert(code: number): void {
    this.#tap.alert(code);
    this.#linger();
  }

  /** Drops the connection at once; for faults and for closing a listener. */
  destroy(): void {
    this.#tap.destroy();
  }

  #linger(): void {
    const timer = setTimeout(() => this.#tap.destroy(), LINGER_MS);
    this.#tap.once('close', () => clearTimeout(timer));
  }
}
