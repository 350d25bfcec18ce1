/** A CCF over real TLS, and the people who talk to it. Everything that is opened is closed by {@link Stage.close}. */
import { claimsFor } from '../../../../harness/target/variant-claims.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { type Ccf, type CcfOptions, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { KeyKind } from '../../../../simulators/pki/keys.ts';
import type { HttpExchange, WireEvent } from '../../../../simulators/wire/facts.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import type { ClientSession, ConnectOptions } from '../../../../simulators/wire/types.ts';
import {
  type Answered,
  type Asked,
  content,
  context,
  description,
  type Invoker,
  onboardBy,
  type Person,
  type Provider,
  parsed,
  registerBy,
  textAt,
} from './cast.ts';
import { Receiver } from './receiver.ts';

export class Stage {
  readonly ccf: Ccf;
  /** What the CCF's own end of the wire saw. */
  readonly events: WireEvent[];
  readonly #toClose: { close(): Promise<void> }[] = [];

  /** The kind of keys that the CCF certifies. */
  readonly #keys: KeyKind | undefined;

  private constructor(ccf: Ccf, events: WireEvent[], keys: KeyKind | undefined) {
    this.ccf = ccf;
    this.events = events;
    this.#keys = keys;
  }

  static async open(options: CcfOptions = {}): Promise<Stage> {
    const events: WireEvent[] = [];
    const ccf = await startCcf({ ...options, observer: (event) => events.push(event) });
    return new Stage(ccf, events, claimsFor(options.variant).keys);
  }

  async close(): Promise<void> {
    await Promise.all(this.#toClose.map((one) => one.close()));
    await this.ccf.close();
  }

  /** A session with the CCF; `who` shows a certificate. */
  async session(
    who?: Pick<Person, 'certificate' | 'keys'>,
    options: Partial<ConnectOptions> = {},
  ): Promise<ClientSession> {
    const root = new URL(who === undefined ? this.onboardingRoot : this.ccf.apiRoot);
    const session = await connect({
      host: root.hostname,
      port: Number(root.port),
      label: 'test',
      trust: [this.ccf.trust],
      identity: who && { certificate: who.certificate, key: who.keys.privateKey },
      ...options,
    });
    this.#toClose.push(session);
    return session;
  }

  get onboardingRoot(): string {
    return this.ccf.onboardingRoot ?? this.ccf.apiRoot;
  }

  async receiver(...options: Parameters<typeof Receiver.open>): Promise<Receiver> {
    const receiver = await Receiver.open(...options);
    this.#toClose.push(receiver);
    return receiver;
  }

  /** One request on a session of its own. */
  async ask(who: Person | undefined, method: string, path: string, asked: Asked = {}): Promise<Answered> {
    const exchange = await request(await this.session(who), method, path, asked);
    const { status, headers, body } = exchange.response ?? { status: 0, headers: {}, body: '' };
    // What is no text, as a CRL, has a character for each octet.
    const [, encoded] = /^data:;base64,(.*)$/s.exec(body) ?? [];
    const text = encoded === undefined ? body : Buffer.from(encoded, 'base64').toString('latin1');
    return { status, headers: new Headers(headers), text, body: parsed(body) };
  }

  onboard(): Promise<Invoker> {
    return onboardBy((...asked) => this.ask(undefined, ...asked), this.ccf.onboardingCredential, this.#keys);
  }

  /** A domain whose AEF has published an API. */
  async register(): Promise<Provider> {
    const { registrationCredential } = this.ccf;
    const provider = await registerBy((...asked) => this.ask(undefined, ...asked), registrationCredential, this.#keys);
    const { apf, aef } = provider;
    await this.ask(apf, 'POST', paths.serviceApis(apf.id), { json: description(aef.id) });
    return provider;
  }

  /** Subscribes to offboardings, and answers the subscription ID. */
  async subscribe(subscriber: Person, notificationDestination: string): Promise<string> {
    const json = { events: ['API_INVOKER_OFFBOARDED'], notificationDestination };
    const { headers } = await this.ask(subscriber, 'POST', paths.subscriptions(subscriber.id), { json });
    return headers.get('location')?.split('/').at(-1) ?? '';
  }

  async secure(session: ClientSession, invoker: Invoker, aef: Person, method: string): Promise<HttpExchange> {
    return request(session, 'PUT', paths.trustedInvoker(invoker.id), { json: context(aef.id, method) });
  }

  /** What the AEF authenticates the invoker by. */
  async authenticationInfo(aef: Person, invoker: Invoker): Promise<string> {
    const { body } = await this.ask(aef, 'GET', paths.trustedInvoker(invoker.id, { authenticationInfo: true }));
    return textAt(body, 'securityInfo', 0, 'authenticationInfo');
  }
}

export function request(
  session: ClientSession,
  method: string,
  path: string,
  asked: Asked = {},
): Promise<HttpExchange> {
  return session.request({ method, path, ...content(asked), timeoutMs: 2000 });
}

export function offboard(session: ClientSession, invoker: Invoker): Promise<HttpExchange> {
  return request(session, 'DELETE', paths.onboardedInvoker(invoker.onboardingId));
}

/** The status that discovery gets, or why it got none. */
export async function discovery(session: ClientSession, invoker: Invoker): Promise<number | string> {
  const { response, failure } = await request(session, 'GET', paths.allServiceApis(invoker.id));
  return response?.status ?? failure?.cause ?? 'nothing';
}
