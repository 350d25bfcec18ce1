/**
 * What the wire layer tells about TLS and HTTP, as plain data.
 *
 * Everything that crosses a socket of ours is described by one of these events. They carry no behaviour and no
 * opinion: a closure is "close_notify by the peer at t", never "correct" or "late". Judging is the harness's job.
 */

/** Microseconds on this process's monotonic clock; only differences mean anything. Accurate to ±0.1 ms. */
export type Micros = number;

/** Names one TCP/TLS connection of ours within this process, e.g. `c17`. */
export type ConnectionId = string;

/** Names one HTTP exchange within this process, e.g. `x42`. */
export type ExchangeId = string;

/** Our end of a connection: we opened it (`client`) or accepted it (`server`). */
export type Side = 'client' | 'server';

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** A TLS alert (RFC 5246 7.2, RFC 8446 6). `name` is the RFC's own word, e.g. `unknown_psk_identity`. */
export interface TlsAlert {
  readonly level: 'warning' | 'fatal';
  readonly code: number;
  readonly name: string;
}

/** How the peer authenticated itself to our end in the handshake. */
export type PeerAuthentication =
  | {
      readonly by: 'certificate';
      /** Subject in RFC 2253-like form, e.g. `CN=INV123`. */
      readonly subject: string;
      readonly issuer: string;
      /** Hex, upper case, no colons. */
      readonly serialNumber: string;
      /** SHA-256 of the DER certificate, hex, lower case. */
      readonly fingerprint: string;
      /** True when the chain verified against the trust of our end. */
      readonly verified: boolean;
    }
  | { readonly by: 'psk'; readonly identity: string }
  | { readonly by: 'nothing' };

/** What a completed TLS handshake negotiated, as seen by our end. */
export interface HandshakeFacts {
  readonly version: TlsVersion;
  /** IANA name of the cipher suite, e.g. `TLS_AES_128_GCM_SHA256`. */
  readonly cipher: string;
  readonly alpn: 'h2' | 'http/1.1' | undefined;
  /** True when an earlier session was resumed: no certificate was verified again. */
  readonly resumed: boolean;
  readonly peer: PeerAuthentication;
}

/** Why something on the wire did not come about. `cause` is what checks reason about; `message` is for people. */
export interface Failure {
  readonly cause:
    | 'alert' // the peer sent a fatal TLS alert
    | 'closed' // the peer ended the connection without an alert or an answer
    | 'reset' // TCP RST
    | 'connection-refused' // nobody listens there
    | 'unresolved' // the host name has no address
    | 'timeout' // nothing within the bound
    | 'untrusted' // our end rejected the peer's certificate
    | 'not-tls' // what answered does not speak TLS
    | 'incomplete' // the answer began and did not end
    | 'malformed' // the answer is not HTTP
    | 'other';
  readonly alert?: TlsAlert | undefined;
  /** Node's or OpenSSL's error code, e.g. `ECONNREFUSED`. */
  readonly code?: string | undefined;
  readonly message: string;
}

/** How one direction of a connection ended. `alert` is any fatal alert; `close_notify` is the orderly one. */
export type EndSignal = 'close_notify' | 'fin' | 'rst' | 'alert';

/** A connection exists: TCP is up. */
export interface ConnectionOpened {
  readonly kind: 'connection';
  readonly connection: ConnectionId;
  /** Who we are on it and what for, e.g. `victim: CAPIF-1e`. */
  readonly label: string;
  readonly side: Side;
  /** The address that was connected to: the peer's (client) or our own (server). */
  readonly host: string;
  readonly port: number;
  /** False for a bare TCP connection (plain HTTP). */
  readonly tls: boolean;
  readonly at: Micros;
}

export interface HandshakeCompleted {
  readonly kind: 'handshake';
  readonly connection: ConnectionId;
  readonly facts: HandshakeFacts;
  readonly at: Micros;
}

/** The connection or its handshake did not come about. */
export interface ConnectFailed {
  readonly kind: 'connect-failed';
  readonly connection: ConnectionId;
  readonly label: string;
  readonly side: Side;
  readonly failure: Failure;
  readonly at: Micros;
}

/** One sign of an ending. A full TLS closure by the peer is two: `close_notify`, then `fin`. */
export interface ConnectionEnd {
  readonly kind: 'end';
  readonly connection: ConnectionId;
  readonly by: 'peer' | 'self';
  readonly signal: EndSignal;
  readonly alert?: TlsAlert | undefined;
  readonly at: Micros;
}

export interface HttpRequestFacts {
  readonly method: string;
  /** Path and query as sent, e.g. `/service-apis/v1/allServiceAPIs?api-invoker-id=INV1`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponseFacts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text; a body that is not UTF-8 as `data:;base64,…`. */
  readonly body: string;
  /** True when the message was read to the end that its own framing announces. */
  readonly complete: boolean;
}

/** One request and what became of it; emitted when it is over. */
export interface HttpExchange {
  readonly kind: 'exchange';
  readonly exchange: ExchangeId;
  readonly connection: ConnectionId;
  /** Whose request: ours (`client`) or one that we answered (`server`). */
  readonly side: Side;
  readonly request: HttpRequestFacts;
  /** Present when at least the status line and headers came (or were sent). */
  readonly response?: HttpResponseFacts | undefined;
  /** Present when the exchange did not come to a complete end. */
  readonly failure?: Failure | undefined;
  /** Client: the request was handed to the socket. Server: the request had been received whole. */
  readonly requestAt: Micros;
  /** The response's head arrived (client) or was written (server). */
  readonly responseAt?: Micros | undefined;
  /** The response was read (client) or written (server) to its end, or failed. */
  readonly at: Micros;
}

export type WireEvent = ConnectionOpened | HandshakeCompleted | ConnectFailed | ConnectionEnd | HttpExchange;

/** Receives every event of the wire as it happens. Must not throw and must not block. */
export type WireObserver = (event: WireEvent) => void;

/** Thrown by clients of this layer when a connection does not come about. */
export class WireError extends Error {
  readonly failure: Failure;
  readonly connection: ConnectionId;
  constructor(connection: ConnectionId, failure: Failure) {
    super(failure.message);
    this.name = 'WireError';
    this.connection = connection;
    this.failure = failure;
  }
}
