/** The CCF as an HTTP client: how a notification gets to where its receiver wants it. */
import { connect } from '../wire/tls-client.ts';
import type { ConnectOptions } from '../wire/types.ts';
import type { Attempt } from './delivery.ts';
import type { CcfNode } from './node.ts';
import type { Notice } from './notification.ts';

export interface Receiver {
  /** `https:` is mutually authenticated TLS (CAPIF-3, TS 33.122 6.6); `http:` is for networks that are protected otherwise (NDS/IP). */
  readonly destination: string;
  /** Whose certificate must answer there: its common name. */
  readonly ownerId: string;
}

/** One attempt. Never rejects. */
export async function post(node: CcfNode, receiver: Receiver, notice: Notice): Promise<Attempt> {
  if (!isHttpUrl(receiver.destination)) return 'rejected';
  const url = new URL(receiver.destination);
  const session = await connect(connectOptions(node, receiver, url)).catch(() => undefined);
  if (session === undefined) return 'failed';
  const exchange = await session.request({
    method: notice.method,
    path: `${url.pathname}${url.search}`,
    headers: { 'content-type': notice.contentType },
    body: JSON.stringify(notice.body),
  });
  void session.close();
  const status = exchange.response?.status;
  if (status === undefined || exchange.failure !== undefined || status >= 500) return 'failed';
  return status >= 200 && status < 300 ? 'delivered' : 'rejected';
}

/** Whether anything can be sent there at all. */
export function isHttpUrl(destination: string): boolean {
  return URL.canParse(destination) && ['https:', 'http:'].includes(new URL(destination).protocol);
}

function connectOptions(node: CcfNode, { ownerId }: Receiver, url: URL): ConnectOptions {
  const { authenticates, verifies, alpn } = node.behaviour.notification;
  const tls = url.protocol === 'https:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || (tls ? 443 : 80)),
    label: `${node.label}: CAPIF-3`,
    tls,
    alpn,
    trust: [node.authority.certificate],
    verify: verifies ? (commonName) => commonName === ownerId : 'nothing',
    identity: authenticates ? node.identity : undefined,
    observer: node.observer,
  };
}
