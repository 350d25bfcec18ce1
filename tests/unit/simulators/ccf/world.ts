/**
 * A CCF without ports, and the people who talk to it: requests go in as Request on a connection that says who is asking. So every
 * route can be tested without TLS.
 */
import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { validateMessage } from '../../../../simulators/capif/operations.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { type Answer, allRoutes, answerBy } from '../../../../simulators/ccf/answering.ts';
import { createNode, type NodeOptions } from '../../../../simulators/ccf/create-node.ts';
import type { CcfNode } from '../../../../simulators/ccf/node.ts';
import { fingerprint } from '../../../../simulators/pki/certificates.ts';
import type { PeerAuthentication } from '../../../../simulators/wire/facts.ts';
import type { ServerConnection, SessionSecrets } from '../../../../simulators/wire/types.ts';

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

/** How somebody's TLS session looks from the CCF's end. */
export interface Session {
  /** PEM; absent: no client certificate. */
  readonly certificate?: string;
  /** Default true. */
  readonly verified?: boolean;
  readonly resumed?: boolean;
  /** Default: TLS 1.2 with a session ID. `undefined`: a session that Annex A cannot use. */
  readonly secrets?: SessionSecrets | undefined;
}

/** A connection without a socket: what the CCF did to it is in `endings`. */
export class PaperConnection implements ServerConnection {
  readonly connection = `p${randomBytes(4).toString('hex')}`;
  readonly facts: NonNullable<ServerConnection['facts']>;
  readonly peerCertificate: string | undefined;
  readonly endings: string[] = [];
  readonly #secrets: SessionSecrets | undefined;
  #later: (() => void | Promise<void>)[] = [];

  constructor({ certificate, verified = true, resumed = false, ...rest }: Session) {
    this.peerCertificate = certificate;
    this.#secrets = 'secrets' in rest ? rest.secrets : { sessionId: randomBytes(32), masterSecret: randomBytes(48) };
    const peer: PeerAuthentication =
      certificate === undefined
        ? { by: 'nothing' }
        : {
            by: 'certificate',
            subject: '',
            issuer: '',
            serialNumber: '',
            fingerprint: fingerprint(certificate),
            verified,
          };
    const version = this.#secrets ? 'TLSv1.2' : 'TLSv1.3';
    this.facts = { version, cipher: '', alpn: undefined, resumed, peer };
  }

  secrets(): SessionSecrets | undefined {
    return this.#secrets;
  }
  afterAnswer(task: () => void | Promise<void>): void {
    this.#later.push(task);
  }
  end(): void {
    this.endings.push('close_notify');
  }
  fin(): void {
    this.endings.push('fin');
  }
  reset(): void {
    this.endings.push('rst');
  }
  alert(code: number): void {
    this.endings.push(`alert ${code}`);
  }
  /** The answer is complete on the wire. */
  async answered(): Promise<void> {
    for (const task of this.#later.splice(0)) await task();
  }
}

export class World {
  readonly node: CcfNode;
  /** What the CCF asked of its TLS end: fingerprints whose sessions are to be forgotten. */
  readonly forgotten: string[] = [];
  readonly open: PaperConnection[] = [];
  /** Hold every answer against TS 29.222; off where a fault is to be seen. */
  strict = true;
  readonly #answer: Answer;

  private constructor(node: CcfNode, shared: { forgotten: string[]; open: PaperConnection[] }) {
    this.node = node;
    this.forgotten = shared.forgotten;
    this.open = shared.open;
    this.#answer = answerBy(node, allRoutes(node));
  }

  static async create(options: NodeOptions = {}): Promise<World> {
    const shared = { forgotten: [] as string[], open: [] as PaperConnection[] };
    const node = await createNode(options, {
      apiRoot: () => 'https://ccf.example',
      sessionsOf: (fingerprints) =>
        shared.open.filter(
          ({ facts }) => facts.peer.by === 'certificate' && fingerprints.includes(facts.peer.fingerprint),
        ),
      forgetSessions: (one) => shared.forgotten.push(one),
      refreshCrl: () => Promise.resolve(),
      closed: false,
    });
    return new World(node, shared);
  }

  connect(session: Session): PaperConnection {
    const connection = new PaperConnection(session);
    this.open.push(connection);
    return connection;
  }

  /** One request and its answer, which is checked against TS 29.222 on the way. Then what comes after the answer is done. */
  async ask(who: Session | PaperConnection, method: string, path: string, asked: Asked = {}): Promise<Answered> {
    const connection = who instanceof PaperConnection ? who : this.connect(who);
    const request = new Request(`https://ccf.example${path}`, { method, ...content(asked) });
    const response = await this.#answer(request, connection);
    const bytes = Buffer.from(await response.arrayBuffer());
    // What is no text, as a CRL, has a character for each octet.
    const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
    const contentType = response.headers.get('content-type') ?? undefined;
    const breaches = validateMessage({
      method,
      target: path,
      response: { status: response.status, contentType, body: text },
    });
    if (this.strict && breaches.length > 0)
      throw new Error(`${method} ${path} ${response.status}: ${JSON.stringify(breaches)}`);
    await connection.answered();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  onboard(): Promise<Invoker> {
    return onboardBy((...asked) => this.ask({}, ...asked), this.node.onboardingCredential);
  }

  get bearer(): Record<string, string> {
    return { authorization: `Bearer ${this.node.onboardingCredential}` };
  }

  register(): Promise<Provider> {
    return registerBy((...asked) => this.ask({}, ...asked), this.node.registrationCredential);
  }

  /** Publishes one API of the AEF, and answers its apiId. */
  async publish(
    { aef, apf }: Provider,
    apiName = 'hello',
    methods: readonly string[] = ['PSK', 'PKI', 'OAUTH'],
  ): Promise<string> {
    const { body } = await this.ask(apf, 'POST', paths.serviceApis(apf.id), {
      json: description(aef.id, apiName, methods),
    });
    return textAt(body, 'apiId');
  }

  /** Makes a security context with this method. */
  secure(invoker: Session & { id: string }, aefId: string, ...methods: readonly string[]): Promise<Answered> {
    return this.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), { json: context(aefId, ...methods) });
  }

  token(invoker: Session & { id: string }, extra: Record<string, string> = {}): Promise<Answered> {
    const form = { grant_type: 'client_credentials', client_id: invoker.id, ...extra };
    return this.ask(invoker, 'POST', paths.token(invoker.id), { form });
  }

  offboard(who: Session | PaperConnection, onboardingId: string): Promise<Answered> {
    return this.ask(who, 'DELETE', paths.onboardedInvoker(onboardingId));
  }

  /** Subscribes to offboardings. */
  subscribe({ id, ...subscriber }: Person, notificationDestination: string): Promise<Answered> {
    const json = { events: ['API_INVOKER_OFFBOARDED'], notificationDestination };
    return this.ask(subscriber, 'POST', paths.subscriptions(id), { json });
  }

  discover(invoker: Session & { id: string }): Promise<Answered> {
    return this.ask(invoker, 'GET', paths.allServiceApis(invoker.id));
  }
}
