/** Writes timelines by hand, the way a recorder would: numbered in order, stamped in microseconds. */
import type {
  ActionEntry,
  Entry,
  HarnessEntry,
  Phase,
  ProbeEntry,
  ResidueEntry,
  Subject,
  Timeline,
  WaitEntry,
} from '../../../../harness/evidence/timeline.ts';
import { CREDENTIALS } from '../../../../harness/evidence/timeline.ts';
import type {
  EndSignal,
  Failure,
  HttpExchange,
  PeerAuthentication,
  WireEvent,
} from '../../../../simulators/wire/facts.ts';

type Facts = ActionEntry['facts'];

/** A certificate that verified, as our end sees its peer. */
export const VERIFIED: PeerAuthentication = {
  by: 'certificate',
  subject: 'CN=ccf',
  issuer: 'CN=CAPIF CA',
  serialNumber: '01',
  fingerprint: '00',
  verified: true,
};

/** What one exchange was like; everything has a default. */
export interface ExchangeLike {
  readonly connection: string;
  readonly side?: 'client' | 'server';
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Absent: no answer. */
  readonly status?: number | undefined;
  readonly responseHeaders?: Record<string, string>;
  readonly responseBody?: string;
  readonly complete?: boolean;
  readonly failure?: Failure['cause'] | undefined;
  readonly alert?: string;
  /** From request to end, in milliseconds. */
  readonly takes?: number;
}

export class TimelineBuilder {
  readonly #entries: Entry[] = [];
  #now = 0;
  #exchanges = 0;

  /** Goes on at this moment, in milliseconds from the beginning. */
  at(ms: number): this {
    this.#now = Math.round(ms * 1000);
    return this;
  }

  /** The moment at hand, in milliseconds. */
  get now(): number {
    return this.#now / 1000;
  }

  get timeline(): Timeline {
    return this.#entries;
  }

  /** Records an entry at the moment at hand; answers its sequence number. */
  add(facts: HarnessEntry | WireEvent): number {
    const seq = this.#entries.length + 1;
    this.#entries.push({ ...facts, seq, at: this.#now, step: 0 });
    return seq;
  }

  action(action: string, subject: Subject, facts: Facts = {}, ok = true): this {
    this.add({ kind: 'action', action, subject, ok, detail: '', facts, evidence: [] });
    return this;
  }

  probe(phase: Phase, subject: Subject, probe: string, change: Partial<ProbeEntry>): this {
    this.add({
      kind: 'probe',
      probe,
      subject,
      phase,
      outcome: 'accepted',
      seen: '200',
      facts: {},
      evidence: [],
      ...change,
    });
    return this;
  }

  wait(awaited: WaitEntry['awaited'], subject: Subject, waitedMs: number, seen: boolean): this {
    this.add({ kind: 'wait', awaited, subject, seen, boundMs: waitedMs, waitedMs, evidence: [] });
    return this;
  }

  /** Looks into storage in that phase: of `'control aefpsk'` → what was found. What is not named is not looked for. */
  residues(phase: Phase, subject: Subject, found: Readonly<Record<string, Partial<ResidueEntry>>> = {}): this {
    for (const [key, change] of Object.entries(found)) {
      const [when, kind] = key.split(' ');
      const credential = CREDENTIALS.find((one) => one === kind);
      if (credential === undefined) throw new Error(`no credential is called ${kind}`);
      const entry = { kind: 'residue', subject, phase, credential, places: [], scanned: 3, unreadable: [] } as const;
      if (when === phase) this.add({ ...entry, ...change });
    }
    return this;
  }

  /** A connection and its completed handshake, or bare TCP. */
  connection(
    connection: string,
    peer: PeerAuthentication | 'bare TCP' = VERIFIED,
    side: 'client' | 'server' = 'client',
  ): this {
    const tls = peer !== 'bare TCP';
    this.add({ kind: 'connection', connection, label: connection, side, host: '127.0.0.1', port: 1, tls, at: 0 });
    if (peer === 'bare TCP') return this;
    const facts = {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      alpn: 'http/1.1',
      resumed: false,
      peer,
    } as const;
    this.add({ kind: 'handshake', connection, facts, at: 0 });
    return this;
  }

  end(connection: string, by: 'peer' | 'self', signal: EndSignal): this {
    this.add({ kind: 'end', connection, by, signal, at: 0 });
    return this;
  }

  /** An exchange that begins at the moment at hand, which then moves to its end. Answers its id and number. */
  exchange(like: ExchangeLike): { id: string; seq: number } {
    this.#exchanges += 1;
    const id = `x${this.#exchanges}`;
    const requestAt = this.#now;
    this.#now += Math.round((like.takes ?? 1) * 1000);
    const alert = like.alert === undefined ? undefined : ({ level: 'fatal', code: 0, name: like.alert } as const);
    const event: HttpExchange = {
      kind: 'exchange',
      exchange: id,
      connection: like.connection,
      side: like.side ?? 'client',
      request: {
        method: like.method ?? 'GET',
        target: like.target ?? '/',
        headers: like.headers ?? {},
        body: like.body ?? '',
      },
      response:
        like.status === undefined
          ? undefined
          : {
              status: like.status,
              headers: like.responseHeaders ?? {},
              body: like.responseBody ?? '',
              complete: like.complete ?? true,
            },
      failure: like.failure === undefined ? undefined : { cause: like.failure, alert, message: like.failure },
      requestAt,
      at: this.#now,
    };
    return { id, seq: this.add(event) };
  }
}
