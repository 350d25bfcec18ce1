/**
 * A CCF without ports, and the people who talk to it: requests go in as Request on a connection that says who is asking. So every
 * route can be tested without TLS.
 */
import { createHash, randomBytes } from 'node:crypto';
import { MERGE_PATCH_TYPE } from '../../../../simulators/capif/operation-table.ts';
import { validateMessage } from '../../../../simulators/capif/operations.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { type Answer, allRoutes, answerBy } from '../../../../simulators/ccf/answering.ts';
import { createNode, type NodeOptions } from '../../../../simulators/ccf/create-node.ts';
import type { CcfNode } from '../../../../simulators/ccf/node.ts';
import { fingerprint } from '../../../../simulators/pki/certificates.ts';
import { createCsr } from '../../../../simulators/pki/csr.ts';
import { generateKeyPair, type KeyPair } from '../../../../simulators/pki/keys.ts';
import type { PeerAuthentication } from '../../../../simulators/wire/facts.ts';
import type { ServerConnection, SessionSecrets } from '../../../../simulators/wire/types.ts';

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

export interface Asked {
  readonly json?: unknown;
  readonly patch?: unknown;
  readonly form?: Record<string, string>;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

export interface Person extends Session {
  readonly id: string;
  readonly certificate: string;
  readonly keys: KeyPair;
}
export interface Invoker extends Person {
  readonly onboardingId: string;
  readonly secret: string;
}
export interface Provider {
  readonly domain: string;
  readonly aef: Person;
  readonly apf: Person;
}

export const DESTINATION = 'http://127.0.0.1:9/nobody-listens';

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
    const text = await response.text();
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

  async onboard(): Promise<Invoker> {
    const keys = await generateKeyPair();
    const csr = await createCsr({ keyPair: keys, commonName: 'whoever' });
    const { status, headers, body } = await this.ask({}, 'POST', paths.onboardedInvokers(), {
      json: enrolment(csr),
      headers: this.bearer,
    });
    if (status !== 201) throw new Error(`onboarding answered ${status}`);
    return {
      id: textAt(body, 'apiInvokerId'),
      onboardingId: lastSegment(headers.get('location')),
      certificate: textAt(body, 'onboardingInformation', 'apiInvokerCertificate'),
      secret: textAt(body, 'onboardingInformation', 'onboardingSecret'),
      keys,
    };
  }

  get bearer(): Record<string, string> {
    return { authorization: `Bearer ${this.node.onboardingCredential}` };
  }

  /** A domain of one AEF and one APF. */
  async register(): Promise<Provider> {
    const [aefKeys, apfKeys] = [await generateKeyPair(), await generateKeyPair()];
    const { headers, body } = await this.ask({}, 'POST', paths.registrations(), {
      json: {
        regSec: this.node.registrationCredential,
        apiProvFuncs: [
          {
            apiProvFuncRole: 'AEF',
            regInfo: { apiProvPubKey: await createCsr({ keyPair: aefKeys, commonName: 'aef', hosts: ['127.0.0.1'] }) },
          },
          { apiProvFuncRole: 'APF', regInfo: { apiProvPubKey: apfKeys.publicKey } },
        ],
      },
    });
    const person = (index: number, keys: KeyPair): Person => ({
      id: textAt(body, 'apiProvFuncs', index, 'apiProvFuncId'),
      certificate: textAt(body, 'apiProvFuncs', index, 'regInfo', 'apiProvCert'),
      keys,
    });
    const [aef, apf] = [person(0, aefKeys), person(1, apfKeys)];
    return { domain: lastSegment(headers.get('location')), aef, apf };
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

  token(invoker: Invoker, extra: Record<string, string> = {}): Promise<Answered> {
    const form = { grant_type: 'client_credentials', client_id: invoker.id, ...extra };
    return this.ask(invoker, 'POST', paths.token(invoker.id), { form });
  }

  offboard(who: Session | PaperConnection, onboardingId: string): Promise<Answered> {
    return this.ask(who, 'DELETE', paths.onboardedInvoker(onboardingId));
  }

  discover(invoker: Session & { id: string }): Promise<Answered> {
    return this.ask(invoker, 'GET', paths.allServiceApis(invoker.id));
  }
}

export function enrolment(publicKey: string): Record<string, unknown> {
  return { onboardingInformation: { apiInvokerPublicKey: publicKey }, notificationDestination: DESTINATION };
}

export function description(aefId: string, apiName = 'hello', methods: readonly string[] = ['PSK', 'PKI', 'OAUTH']) {
  const at = { ipv4Addr: '127.0.0.1', port: 8443, securityMethods: methods };
  return { apiName, aefProfiles: [{ aefId, versions: [{ apiVersion: 'v1' }], interfaceDescriptions: [at] }] };
}

export function context(aefId: string, ...prefSecurityMethods: readonly string[]): Record<string, unknown> {
  return { securityInfo: [{ aefId, prefSecurityMethods }], notificationDestination: DESTINATION };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The text at this place of a JSON document; empty where there is none. */
export function textAt(document: unknown, ...path: readonly (string | number)[]): string {
  let value = document;
  for (const step of path)
    value = value instanceof Object ? Object.entries(value).find(([key]) => key === String(step))?.[1] : undefined;
  return typeof value === 'string' ? value : '';
}

export function lastSegment(location: string | null): string {
  return decodeURIComponent(location?.split('/').at(-1) ?? '');
}

function content({ json, patch, form, raw, headers = {} }: Asked): RequestInit {
  if (raw !== undefined) return { headers, body: raw };
  if (form) return { headers, body: new URLSearchParams(form) };
  if (patch !== undefined)
    return { headers: { 'content-type': MERGE_PATCH_TYPE, ...headers }, body: JSON.stringify(patch) };
  if (json !== undefined)
    return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
  return { headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
