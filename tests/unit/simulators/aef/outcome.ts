/** What became of a call of the service API, and how tests make one or send a notification. */
import type { Aef } from '../../../../simulators/aef/aef.ts';
import type { KnownSecurityMethod } from '../../../../simulators/capif/publish.ts';
import type { ApiInvoker } from '../../../../simulators/invoker/invoker.ts';
import { type HttpExchange, WireError } from '../../../../simulators/wire/facts.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import type { ClientSession, ConnectOptions } from '../../../../simulators/wire/types.ts';

/** The status; without an answer the TLS alert, or else the cause. */
export type Outcome = number | string | undefined;

export async function outcomeOf(attempt: Promise<HttpExchange>): Promise<Outcome> {
  try {
    const { response, failure } = await attempt;
    return response?.status ?? failure?.alert?.name ?? failure?.cause;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return error.failure.alert?.name ?? error.failure.cause;
  }
}

/** What a call gets, by default on a session of its own. */
export function call(invoker: ApiInvoker, method: KnownSecurityMethod, { serviceApi }: Aef, session?: ClientSession) {
  return outcomeOf(invoker.invoke(method, serviceApi, session));
}

/** "Not recognised" by a conformant AEF. */
export function refusal(method: KnownSecurityMethod): Outcome {
  return method === 'PSK' ? 'unknown_psk_identity' : 401;
}

/** Tells the AEF that this invoker is offboarded, as whoever the options make us; on TLS unless its port is plain. */
export async function notify(
  aef: Aef,
  apiInvokerId: string,
  options: Partial<ConnectOptions> = {},
): Promise<HttpExchange> {
  const { protocol, hostname, port, pathname } = new URL(aef.notificationDestination);
  const tls = protocol === 'https:';
  const session = await connect({ host: hostname, port: Number(port), label: 'notifier', tls, ...options });
  try {
    return await session.request({
      method: 'POST',
      path: pathname,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        subscriptionId: 'SUB1',
        events: 'API_INVOKER_OFFBOARDED',
        eventDetail: { apiInvokerIds: [apiInvokerId] },
      }),
    });
  } finally {
    await session.close();
  }
}
