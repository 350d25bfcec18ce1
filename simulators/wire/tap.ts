import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ConnectionCapture } from './capture.ts';
import { monotonicNow } from './clock.ts';
import { type ConnectionSecrets, Direction } from './direction.ts';
import type { ConnectionEnd, ConnectionId, EndSignal, Micros, TlsAlert } from './facts.ts';
import { type Hello, readHello } from './hello.ts';
import { KeyLog } from './keylog.ts';
import { ContentType, RecordReader } from './records.ts';

export interface TapOptions {
  readonly connection: ConnectionId;
  /** Which end is ours: decides who wrote which direction. */
  readonly side: 'client' | 'server';
  /** Called once for each sign of ending, in order. */
  readonly onEnd: (end: ConnectionEnd) => void;
  /** Called when the client's hello was seen (a server learns which connection a key log line is about). */
  readonly onClientHello?: (random: string) => void;
  /** Keeps every octet and secret, where that is asked for. */
  readonly capture?: ConnectionCapture | undefined;
}

/**
 * Stands between a TCP socket and the TLS engine and reads every record that passes, both ways.
 *
 * `TLSSocket` events cannot tell close_notify + FIN from a bare FIN, nor from close_notify without FIN. Owning the TCP socket, half-open
 * and byte for byte, can: nothing is forwarded or proxied, so what is seen is what the kernel delivered.
 */
export class Tap extends Duplex {
  readonly keylog: KeyLog;
  readonly #socket: Socket;
  readonly #options: TapOptions;
  readonly #ends: ConnectionEnd[] = [];
  readonly #inbound: { reader: RecordReader; direction: Direction };
  readonly #outbound: { reader: RecordReader; direction: Direction };
  readonly #secrets: ConnectionSecrets;
  #suite: () => string | undefined = () => undefined;
  /** True once the peer sent bytes that are not TLS. */
  foreign = false;
  /** When the peer's newest bytes that are not an alert arrived: the end of an answer is never later than this. */
  lastDataAt: Micros = 0;

  constructor(socket: Socket, options: TapOptions) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#options = options;
    const { capture } = options;
    this.keylog = new KeyLog(capture && ((line) => capture.secret(line)));
    this.#secrets = {
      keylog: this.keylog,
      clientHello: undefined,
      serverHello: undefined,
      suite: () => this.#suite(),
    };
    const peer = options.side === 'client' ? 'server' : 'client';
    this.#inbound = { reader: new RecordReader(), direction: new Direction(peer, this.#secrets) };
    this.#outbound = { reader: new RecordReader(), direction: new Direction(options.side, this.#secrets) };
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => this.#peerFinished());
    socket.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    socket.on('close', () => this.#closed());
  }

  /** Signs of ending so far, in order. */
  get ends(): readonly ConnectionEnd[] {
    return this.#ends;
  }

  get serverHello(): Hello | undefined {
    return this.#secrets.serverHello;
  }

  /** Tells the tap how to learn the negotiated suite (IANA name) from the TLS engine above it. */
  suiteFrom(suite: () => string | undefined): void {
    this.#suite = suite;
  }

  /** Ends TCP without close_notify: a bare FIN. */
  fin(): void {
    this.#sign('self', 'fin', monotonicNow());
    this.#socket.end();
  }

  /** Sends a fatal alert, then FIN: how a server refuses a client whose certificate it will not have. */
  alert(code: number): void {
    // Asked when the handshake is done, the engine may still hold its last flight; the alert must follow it.
    setImmediate(() => {
      const record = this.#outbound.direction.seal(Buffer.of(2, code));
      if (record !== undefined && !this.#socket.destroyed) {
        this.#watch(this.#outbound, record, 'self');
        this.#socket.write(record);
      }
      this.fin();
    });
  }

  /** Aborts TCP: RST. */
  reset(): void {
    this.#sign('self', 'rst', monotonicNow());
    this.#socket.resetAndDestroy();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#watch(this.#outbound, chunk, 'self');
    this.#socket.write(chunk, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#sign('self', 'fin', monotonicNow());
    if (this.#socket.destroyed || this.#socket.writableEnded) callback();
    else this.#socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#socket.destroyed) this.#sign('self', 'fin', monotonicNow());
    this.#socket.destroy();
    callback(error);
  }

  #received(chunk: Buffer): void {
    this.#watch(this.#inbound, chunk, 'peer');
    if (this.#inbound.reader.foreign) this.foreign = true;
    if (!this.push(chunk)) this.#socket.pause();
  }

  #peerFinished(): void {
    const at = monotonicNow();
    const hidden = this.#inbound.direction.alertInLast();
    if (hidden !== undefined) this.#alert('peer', hidden.alert, hidden.at);
    this.#sign('peer', this.#wasReset() ? 'rst' : 'fin', at);
    this.push(null);
  }

  /**
   * libuv reports an RST that arrives together with data as an orderly end. The kernel knows: a reset socket has no peer any more. (Asked
   * once only, since Node remembers the answer; and not after our own FIN, when an orderly end closes the socket as well.)
   */
  #wasReset(): boolean {
    const finished = this.#ends.some((end) => end.by === 'self' && end.signal !== 'close_notify');
    return !finished && this.#socket.remoteAddress === undefined;
  }

  #failed(error: NodeJS.ErrnoException): void {
    // EPIPE is the same RST, noticed while writing.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#sign('peer', 'rst', monotonicNow());
    this.destroy(error);
  }

  #closed(): void {
    if (!this.destroyed) this.destroy();
    this.#options.capture?.closed();
  }

  #watch(way: { reader: RecordReader; direction: Direction }, chunk: Buffer, by: 'peer' | 'self'): void {
    const at = monotonicNow();
    this.#options.capture?.bytes(by, chunk, at);
    for (const record of way.reader.push(chunk, at)) {
      if (record.type === ContentType.handshake) this.#noteHello(record.payload);
      const alert = way.direction.alertIn(record);
      if (alert !== undefined) this.#alert(by, alert, record.at);
      else if (by === 'peer') this.lastDataAt = at;
    }
    if (by === 'peer' && way.reader.foreign) this.lastDataAt = at;
  }

  #noteHello(payload: Buffer): void {
    if (this.#secrets.clientHello !== undefined && this.#secrets.serverHello !== undefined) return;
    const hello = readHello(payload);
    if (hello?.kind === 'client' && this.#secrets.clientHello === undefined) {
      this.#secrets.clientHello = hello;
      this.#options.onClientHello?.(hello.random);
    } else if (hello?.kind === 'server') this.#secrets.serverHello ??= hello;
  }

  #alert(by: 'peer' | 'self', alert: TlsAlert, at: Micros): void {
    if (alert.name === 'close_notify') this.#sign(by, 'close_notify', at);
    else if (alert.level === 'fatal') this.#sign(by, 'alert', at, alert);
  }

  #sign(by: 'peer' | 'self', signal: EndSignal, at: Micros, alert?: TlsAlert): void {
    const known = this.#ends.some((end) => end.by === by && (end.signal === signal || end.signal === 'rst'));
    if (known) return;
    const end: ConnectionEnd = { kind: 'end', connection: this.#options.connection, by, signal, alert, at };
    this.#ends.push(end);
    if (signal === 'fin' || signal === 'rst') this.#options.capture?.finished(by, signal, at);
    this.#options.onEnd(end);
  }
}
