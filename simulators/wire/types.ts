/**
 * The handles and options of the wire layer: what a simulator can ask of TLS and HTTP.
 *
 * Clients: {@link connect} (tls-client.ts) gives a {@link ClientSession}, one TLS session whose lifetime is ours alone: neither
 * `Connection: close` nor the end of an answer closes it. Servers: {@link listen} (tls-server.ts) gives a {@link Listener}.
 */
import type {
  ConnectionEnd,
  ConnectionId,
  HandshakeFacts,
  HttpExchange,
  Micros,
  TlsVersion,
  WireObserver,
} from './facts.ts';

/** A certificate chain and its private key, both PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** A TLS external pre-shared key (RFC 4279): what an AEFPSK is used as. */
export interface PreSharedKey {
  readonly identity: string;
  readonly key: Buffer;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** Who we are and what for; names the connection in the evidence. */
  readonly label: string;
  /** `false`: bare TCP, plain HTTP. Default `true`. */
  readonly tls?: boolean;
  /** Name for SNI and for checking the certificate. Default: `host`. */
  readonly servername?: string;
  /** PEM certificates that we trust. Ignored with `psk`. */
  readonly trust?: readonly string[];
  /**
   * `host`: chain and host name must fit. `chain`: the chain alone (the caller checks who it is by other means).
   * A function: the chain, and this must return true for the leaf's subject common name. `nothing`: whoever answers will do, which only a
   * misbehaving node wants. Default `host`.
   */
  readonly verify?: 'host' | 'chain' | 'nothing' | ((commonName: string) => boolean);
  readonly identity?: TlsIdentity | undefined;
  /** TLS-PSK; pins TLS 1.2, where the identity and key alone decide. */
  readonly psk?: PreSharedKey | undefined;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** `false` sets SSL_OP_NO_TICKET, so that in TLS 1.2 the session has an ID on both ends (Annex A needs it). Default `true`. */
  readonly tickets?: boolean;
  /** A session from {@link ClientSession.resumption} to resume. */
  readonly resume?: Buffer | undefined;
  /** Offered by ALPN, best first. Default `['http/1.1']`. */
  readonly alpn?: readonly ('h2' | 'http/1.1')[];
  /** Bound on TCP connect plus handshake. Default 5000 ms. */
  readonly timeoutMs?: number;
  /** Sent with every request; a request's own headers come before them. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly observer?: WireObserver | undefined;
}

export interface HttpRequestOptions {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Bound on the whole exchange. Default 5000 ms. */
  readonly timeoutMs?: number;
}

/** Inputs of AEFPSK derivation (TS 33.122 Annex A) that only a TLS 1.2 session with a session ID has. */
export interface SessionSecrets {
  readonly sessionId: Buffer;
  readonly masterSecret: Buffer;
}

/** Our end of one TLS session (or bare TCP connection) as a client. */
export interface ClientSession {
  readonly connection: ConnectionId;
  /** Undefined on bare TCP. */
  readonly facts: HandshakeFacts | undefined;
  /** When the handshake completed. */
  readonly openedAt: Micros;
  /** PEM of the peer's leaf certificate, if it showed one. */
  readonly peerCertificate: string | undefined;
  /** True until either side signalled an end. */
  readonly open: boolean;
  /** True while a request can be sent: open, and over HTTP/2 without a GOAWAY. */
  readonly usable: boolean;
  /** Signs of ending so far, in order. */
  readonly ends: readonly ConnectionEnd[];
  /** Sends one request and reads its answer to the end. Never rejects: a failure is in the exchange. */
  request(options: HttpRequestOptions): Promise<HttpExchange>;
  /** Resolves with the peer's first sign of ending, or undefined after `timeoutMs`. */
  peerEnd(timeoutMs: number): Promise<ConnectionEnd | undefined>;
  /** The newest session ticket or session ID to resume from; undefined when the server gave none. */
  resumption(): Buffer | undefined;
  /** Session ID and master secret, or undefined where Annex A cannot apply (TLS 1.3, no session ID). */
  secrets(): SessionSecrets | undefined;
  /** Ends in an orderly way: close_notify, FIN; resolves when the socket is closed, within 1 s. */
  close(): Promise<void>;
}

/** Our end of one accepted connection as a server. */
export interface ServerConnection {
  readonly connection: ConnectionId;
  readonly facts: HandshakeFacts | undefined;
  /** PEM of the client's leaf certificate, if it showed one. */
  readonly peerCertificate: string | undefined;
  secrets(): SessionSecrets | undefined;
  /** Runs `task` once the answer to the request at hand is written to its end (or failed). */
  afterAnswer(task: () => void | Promise<void>): void;
  /** Ends the TLS session in an orderly way: close_notify, then FIN. */
  end(): void;
  /** Ends TCP without close_notify. */
  fin(): void;
  /** Aborts with RST. */
  reset(): void;
  /** Sends a fatal TLS alert by its code (RFC 8446 6: 44 certificate_revoked, 46 certificate_unknown, 49 access_denied), then FIN. */
  alert(code: number): void;
}

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the system chooses. Of several, the first that is free. */
  readonly port?: number | readonly number[] | undefined;
  readonly label: string;
  /** Absent: bare TCP, plain HTTP. */
  readonly identity?: TlsIdentity | undefined;
  /** PEM certificates by which client certificates are verified. */
  readonly trust?: readonly string[];
  /**
   * `none`: not asked for. `optional`: asked for, an absent or unverified one is let in and `facts.peer` tells.
   * `required`: refused in the handshake. Default `none`.
   */
  readonly clientCertificate?: 'none' | 'optional' | 'required';
  /** PEM CRLs; certificates listed are refused in the handshake where client certificates are required. */
  readonly crls?: readonly string[];
  /** Answers the key for a PSK identity; undefined refuses it with alert unknown_psk_identity. */
  readonly psk?: (identity: string) => Buffer | undefined;
  /** Default TLSv1.2. Below that the security level is lowered too, as OpenSSL demands. */
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** OpenSSL cipher list; default: OpenSSL's own, with PSK suites where `psk` is given. */
  readonly ciphers?: string;
  /** Offer `h2` beside `http/1.1` by ALPN. Default false. */
  readonly http2?: boolean;
  /** Session tickets and session IDs. `false`: every handshake is a full one. Default true. */
  readonly resumption?: boolean;
  /** Called when a handshake completed, before any request of that connection is answered. */
  readonly onConnection?: (connection: ServerConnection) => void;
  /**
   * Answers one request. The Request's url is absolute (`https://host:port/path`). `Response.error()` ends the connection
   * without an answer; a body stream that stalls leaves the answer unfinished.
   */
  readonly answer: (request: Request, connection: ServerConnection) => Promise<Response>;
  readonly observer?: WireObserver | undefined;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Connections open now, oldest first. */
  connections(): readonly ServerConnection[];
  /**
   * Makes every resumption by the client with this certificate fingerprint or PSK identity impossible: its session IDs are
   * dropped (TLS 1.2), and the ticket keys renewed (they are shared, so others do one more full handshake; nobody is refused).
   */
  forgetSessions(peer: string): void;
  /** Replaces the CRLs used for new handshakes. */
  setCrls(crls: readonly string[]): void;
  /** Shows another certificate from now on. Sessions of before do not resume, and open connections end. Nothing where TLS is not its own. */
  setIdentity(identity: TlsIdentity): void;
  /** Stops listening and ends every connection; resolves when all are closed, within 1 s. */
  close(): Promise<void>;
}
