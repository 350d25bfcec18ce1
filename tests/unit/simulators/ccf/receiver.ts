/** An endpoint for notifications, as an AEF has one. */
import type { HandshakeFacts, PeerAuthentication } from '../../../../simulators/wire/facts.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type { Listener, ListenOptions } from '../../../../simulators/wire/types.ts';
import { type Person, textAt } from './cast.ts';

export interface Received {
  readonly method: string;
  readonly contentType: string | null;
  readonly body: unknown;
  /** Undefined over plain HTTP. */
  readonly peer: PeerAuthentication | undefined;
  readonly alpn: string | undefined;
}

export class Receiver {
  readonly received: Received[] = [];
  /** Where notifications are to be sent. */
  readonly destination: string;
  readonly #listener: Listener;
  readonly #waiting = new Set<() => void>();

  private constructor(listener: Listener, scheme: string) {
    this.#listener = listener;
    this.destination = `${scheme}://127.0.0.1:${listener.port}/notifications/1?a=b`;
  }

  /**
   * @param owner whose certificate it shows; absent: plain HTTP.
   * @param status of the answer to the n-th notification, n from 1. Default 204.
   */
  static async open(
    owner?: Pick<Person, 'certificate' | 'keys'>,
    trust: readonly string[] = [],
    status: (count: number) => number = () => 204,
  ): Promise<Receiver> {
    let receiver: Receiver | undefined;
    const answer: ListenOptions['answer'] = async (request, { facts }) => {
      const { method, headers } = request;
      const body: unknown = await request.json();
      const seen = receiver?.note({ method, contentType: headers.get('content-type'), body, ...of(facts) }) ?? 0;
      return new Response(null, { status: status(seen) });
    };
    const identity = owner && { certificate: owner.certificate, key: owner.keys.privateKey };
    const http2 = identity !== undefined;
    const listener = await listen({ label: 'receiver', identity, trust, clientCertificate: 'optional', http2, answer });
    receiver = new Receiver(listener, owner ? 'https' : 'http');
    return receiver;
  }

  note(received: Received): number {
    this.received.push(received);
    for (const look of this.#waiting) look();
    return this.received.length;
  }

  /** The API invoker IDs that the notifications named, in the order in which they came. */
  offboarded(): string[] {
    return this.received.map(({ body }) => textAt(body, 'eventDetail', 'apiInvokerIds', 0));
  }

  /** Resolves when so many notifications have come; rejects when they have not within three seconds. */
  until(count: number): Promise<readonly Received[]> {
    return new Promise((resolve, reject) => {
      const stop = setTimeout(
        () => done(() => reject(new Error(`${this.received.length} of ${count} notifications`))),
        3000,
      );
      const done = (settle: () => void) => {
        clearTimeout(stop);
        this.#waiting.delete(look);
        settle();
      };
      const look = () => {
        if (this.received.length >= count) done(() => resolve(this.received));
      };
      this.#waiting.add(look);
      look();
    });
  }

  close(): Promise<void> {
    return this.#listener.close();
  }
}

function of(facts: HandshakeFacts | undefined): Pick<Received, 'peer' | 'alpn'> {
  return { peer: facts?.peer, alpn: facts?.alpn };
}
