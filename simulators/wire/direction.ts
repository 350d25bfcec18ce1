import { readAlert } from './alerts.ts';
import { type RecordCipher, recordCipher, TLS13_SUITES } from './cipher.ts';
import { keys12, keys13, open12, open13, seal12, seal13, type TrafficKeys } from './decrypt.ts';
import type { TlsAlert } from './facts.ts';
import type { Hello } from './hello.ts';
import type { KeyLog } from './keylog.ts';
import { ContentType, type TlsRecord } from './records.ts';

/** What both directions of one connection share: learnt from the hellos, the key log and OpenSSL. */
export interface ConnectionSecrets {
  readonly keylog: KeyLog;
  clientHello: Hello | undefined;
  serverHello: Hello | undefined;
  /** IANA name of the negotiated suite, once our end knows it. */
  suite(): string | undefined;
}

const TLS13 = 0x0304;
/** Records under handshake keys before the application keys take over: certificates split into records, at most. */
const MOST_HANDSHAKE_RECORDS = 24;
/**
 * How many those were the last time. It is tried first, since each wrong guess costs a decryption; being only the first guess, it
 * need not be right.
 */
const usualHandshakeRecords = { client: 0, server: 0 };
/** An alert is two bytes; RFC 8446 allows padding it, which only a last record is examined for. */
const ALERT_LENGTH_13 = 2 + 1 + 16;

/**
 * Watches the records of one direction for alerts.
 *
 * In TLS 1.3 an alert looks like data. A record of exactly an alert's length is opened at once; any other only when it turns out to be
 * the last before the direction ended ({@link Direction.alertInLast}), for that is where close_notify stands, padded or not.
 */
export class Direction {
  readonly #writer: 'client' | 'server';
  readonly #secrets: ConnectionSecrets;
  #encrypted = 0;
  #changedCipher = false;
  #last: { record: TlsRecord; sequence: number } | undefined;

  constructor(writer: 'client' | 'server', secrets: ConnectionSecrets) {
    this.#writer = writer;
    this.#secrets = secrets;
  }

  /** The alert that this record is, if it is one. */
  alertIn(record: TlsRecord): TlsAlert | undefined {
    this.#last = undefined;
    if (record.type === ContentType.changeCipherSpec) {
      this.#changedCipher = true;
      return undefined;
    }
    const tls13 = this.#secrets.serverHello?.version === TLS13;
    if (tls13 && record.type === ContentType.applicationData) {
      const sequence = this.#encrypted++;
      if (record.payload.length === ALERT_LENGTH_13) return this.#alert13(record, sequence);
      // The payload is a view of a receive buffer: keep a copy.
      this.#last = { record: { ...record, payload: Buffer.from(record.payload) }, sequence };
      return undefined;
    }
    if (!tls13 && this.#changedCipher) {
      const sequence = this.#encrypted++;
      return record.type === ContentType.alert ? this.#alert12(record, sequence) : undefined;
    }
    return record.type === ContentType.alert ? readAlert(record.payload) : undefined;
  }

  /** The alert hidden in the last record seen, asked when the direction has ended. */
  alertInLast(): { alert: TlsAlert; at: number } | undefined {
    const last = this.#last;
    this.#last = undefined;
    const alert = last === undefined ? undefined : this.#alert13(last.record, last.sequence);
    return alert === undefined || last === undefined ? undefined : { alert, at: last.record.at };
  }

  /**
   * An encrypted record that carries `alert` as the next of this direction; undefined where nothing is negotiated or the suite is a rare
   * one. Call it at most once, before ending the direction.
   */
  seal(alert: Buffer): Buffer | undefined {
    if (this.#secrets.serverHello?.version !== TLS13) {
      const known = this.#keys12();
      return known === undefined ? undefined : seal12(alert, known.cipher, known.keys, this.#encrypted);
    }
    const last = this.#last;
    const opened = last === undefined ? undefined : this.#open13(last.record, last.sequence);
    if (opened?.application === undefined) return undefined;
    // After a record under handshake keys the application keys start from zero.
    return seal13(alert, opened.cipher, opened.application, opened.underHandshakeKeys ? 0 : opened.sequence + 1);
  }

  #alert13(record: TlsRecord, sequence: number): TlsAlert | undefined {
    const opened = this.#open13(record, sequence);
    return opened?.type === ContentType.alert ? readAlert(opened.content) : undefined;
  }

  /** Opens the record that stands at `position` among this direction's encrypted ones; tags prove which keys and number are right. */
  #open13(record: TlsRecord, position: number) {
    const cipher = recordCipher(TLS13_SUITES[this.#secrets.serverHello?.suite ?? 0] ?? '');
    if (cipher === undefined) return undefined;
    const keysOf = (label: string) => {
      const secret = this.#secrets.keylog.get(`${this.#writer.toUpperCase()}_${label}`);
      return secret && keys13(cipher, secret);
    };
    const application = keysOf('TRAFFIC_SECRET_0');
    for (const before of application === undefined ? [] : this.#guesses(position)) {
      const sequence = position - before;
      const opened = application && open13(record, cipher, application, sequence);
      if (opened === undefined) continue;
      usualHandshakeRecords[this.#writer] = before;
      return { ...opened, cipher, application, sequence, underHandshakeKeys: false };
    }
    const handshake = keysOf('HANDSHAKE_TRAFFIC_SECRET');
    const opened = handshake && open13(record, cipher, handshake, position);
    return opened && { ...opened, cipher, application, sequence: position, underHandshakeKeys: true };
  }

  /** How many of the records before `position` may have been under handshake keys: the likeliest first. */
  #guesses(position: number): number[] {
    const most = Math.min(position, MOST_HANDSHAKE_RECORDS);
    const usual = usualHandshakeRecords[this.#writer];
    const others = Array.from({ length: most + 1 }, (_, before) => before).filter((before) => before !== usual);
    return usual <= most ? [usual, ...others] : others;
  }

  #alert12(record: TlsRecord, sequence: number): TlsAlert | undefined {
    const known = this.#keys12();
    const message = known === undefined ? undefined : open12(record, known.cipher, known.keys, sequence);
    return message === undefined ? undefined : readAlert(message);
  }

  #keys12(): { cipher: RecordCipher; keys: TrafficKeys } | undefined {
    const { keylog, clientHello, serverHello } = this.#secrets;
    const master = keylog.get('CLIENT_RANDOM');
    const cipher = recordCipher(this.#secrets.suite() ?? '');
    if (!master || !cipher || !clientHello || !serverHello) return undefined;
    const random = (hello: Hello) => Buffer.from(hello.random, 'hex');
    return { cipher, keys: keys12(cipher, master, random(clientHello), random(serverHello), this.#writer) };
  }
}
