/** Event notifications to an AEF under test: the one that step 7 demands, and those that it must not obey or may not be hurt by. */
import type { z } from 'zod';
import type { EventNotification } from '../../simulators/capif/events.ts';
import { JSON_TYPE } from '../../simulators/capif/operations.ts';
import { randomId } from '../../simulators/wire/dice.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import type { ClientSession, TlsIdentity } from '../../simulators/wire/types.ts';
import type { NotificationCase } from '../evidence/view.ts';
import { classify } from '../probes/classify.ts';
import { foreignIdentity } from './offboarding.ts';
import { aroundAef, type Outcome, record, role, type Stage } from './stage.ts';

/** Common name of a CCF's certificate, which a forger would use too. */
const CCF_NAME = 'ccf';

/** Who sends a notification, and about whom. */
interface Sending {
  readonly case: NotificationCase;
  /** Names the connection in the evidence. */
  readonly sender: string;
  readonly identity: (stage: Stage) => TlsIdentity | undefined | Promise<TlsIdentity>;
  readonly about: (stage: Stage) => string;
}

const victim = (stage: Stage): string => role(stage, 'victim').invoker.apiInvokerId ?? '';
const ccf = (stage: Stage): TlsIdentity => aroundAef(stage).ownCcf.identity;

function sending(kind: NotificationCase, sender: string, identity: Sending['identity'], about = victim) {
  return (stage: Stage) => send(stage, { case: kind, sender, identity, about });
}

/** Step 7: our CCF tells the AEF that the victim is no longer valid. */
export const notify = sending('genuine', 'ccf: CAPIF-3', ccf);
/** Our CCF says the same once more. */
export const notifyAgain = sending('duplicate', 'ccf: CAPIF-3', ccf);
/** Our CCF speaks of an API invoker that the AEF never met. */
export const notifyOfUnknownInvoker = sending('unknown-invoker', 'ccf: CAPIF-3', ccf, () => randomId('INV'));
/** Somebody without a certificate. */
export const notifyWithoutCertificate = sending('no-certificate', 'stranger without a certificate', () => undefined);
/** Somebody with the CCF's name on a certificate of another CA. */
export const notifyWithForeignCertificate = sending('foreign-certificate', 'stranger with a foreign certificate', () =>
  foreignIdentity(CCF_NAME),
);
/** An API invoker, whose certificate the CAPIF CA has issued as it has the CCF's. */
export const notifyAsInvoker = sending(
  'not-the-ccf',
  'bystander: CAPIF-3',
  (stage) => role(stage, 'bystander').invoker.snapshot().certificate,
);

async function send(stage: Stage, { case: kind, sender, identity, about }: Sending): Promise<void> {
  const apiInvokerId = about(stage);
  const { subscription } = aroundAef(stage).aef;
  await record(
    stage,
    'notification',
    'ccf',
    async () => {
      if (subscription === undefined) return { ok: false, detail: 'the AEF has not said where it takes notifications' };
      const { destination, subscriptionId } = subscription;
      const session = await dial(stage, destination, sender, await identity(stage));
      stage.cleanUp.add('a TLS session of ours', () => session.close());
      return await post(stage, session, destination, { subscriptionId, apiInvokerId });
    },
    { case: kind, apiInvokerId },
  );
}

function dial(
  { surroundings, recorder, timing, claims, headers }: Stage,
  destination: string,
  label: string,
  identity: TlsIdentity | undefined,
): Promise<ClientSession> {
  const { hostname, port, protocol } = new URL(destination);
  const tls = protocol === 'https:';
  const { trust, verify } = surroundings.role === 'aef' ? surroundings.aef : { trust: [], verify: 'host' as const };
  return connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || (tls ? 443 : 80)),
    label,
    tls,
    trust,
    verify,
    identity,
    alpn: claims.http,
    timeoutMs: timing.answer,
    headers,
    observer: recorder.observe,
  });
}

async function post(
  { timing }: Stage,
  session: ClientSession,
  destination: string,
  { subscriptionId, apiInvokerId }: { readonly subscriptionId: string; readonly apiInvokerId: string },
): Promise<Outcome> {
  const { pathname, search } = new URL(destination);
  const body: z.input<typeof EventNotification> = {
    subscriptionId,
    events: 'API_INVOKER_OFFBOARDED',
    eventDetail: { apiInvokerIds: [apiInvokerId] },
  };
  const exchange = await session.request({
    method: 'POST',
    path: `${pathname}${search}`,
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify(body),
    timeoutMs: timing.answer,
  });
  const { connection, exchange: id, failure, response } = exchange;
  const why = failure && { failure: failure.cause, ...(failure.alert && { alert: failure.alert.name }) };
  return {
    ok: response !== undefined,
    detail: `POST ${pathname} → ${classify(exchange).seen}`,
    facts: { connection, exchange: id, ...why },
  };
}
