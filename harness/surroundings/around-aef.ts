/** An AEF under test: it registers at a CCF of ours, publishes its service API and subscribes, by its start hook or (the reference) by itself. */
import { type AefOptions, CcfRefusal } from '../../simulators/aef/aef.ts';
import { enrolOnBehalf } from '../../simulators/aef/on-behalf.ts';
import { startOnDemandAef } from '../../simulators/aef/on-demand.ts';
import { type ServiceApi, serviceApisOf } from '../../simulators/capif/service-api.ts';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import type { HookAnswer } from '../hooks/contract.ts';
import { runHook } from '../hooks/run.ts';
import { type Started, startLongRunning } from '../hooks/start.ts';
import type { AefTarget, ReferenceTarget } from '../target/target.ts';
import { asidesOf } from './asides.ts';
import { accessTo, startOwnCcf, toldOfCcf } from './own-ccf.ts';
import { OwnStorage } from './own-storage.ts';
import { Relay } from './relay.ts';
import {
  type AefUnderTest,
  type AroundAef,
  NotUnderWay,
  type Storage,
  type Surroundings,
  type SurroundingsSource,
  type Wanted,
} from './surroundings.ts';

/** Something that was brought up and can be put away. */
interface Up {
  readonly answer: HookAnswer;
  readonly storage: Storage;
  close(): Promise<unknown>;
}

type BringUp = (ccf: Ccf, wanted: Wanted) => Promise<Up>;

const EVENT = 'API_INVOKER_OFFBOARDED';

/**
 * The reference AEF, in this process, over real loopback TLS. In TLS 1.3 a port that offers TLS-PSK resumes nothing: for a scenario about
 * resumption there is a second AEF, without it. Each keeps what it holds in a folder, which is scanned.
 */
export function referenceAef(
  target: ReferenceTarget,
  deviation: Pick<AefOptions, 'fault' | 'variant'> = {},
): SurroundingsSource {
  const startWith = (methods?: AefOptions['methods']) => {
    const own = new OwnStorage('aef');
    const started = source(target, async (ccf) => {
      const storage = await own.storage();
      const place = { host: target.listen.host, storage: storage.folder };
      const options = { label: 'AEF under test', methods, ...place, ...deviation };
      const { aef } = await startOnDemandAef(options, { ccf: toldOfCcf(ccf, target.dialect) });
      return { answer: {}, storage, close: () => aef.close() };
    });
    return {
      get: started.get,
      async close() {
        await started.close();
        await own.remove();
      },
    };
  };
  const usual = startWith();
  const resuming = startWith(['PKI', 'OAUTH']);
  return {
    get: (wanted) => (wanted.requires.sessionResumption && wanted.tls === '1.3' ? resuming : usual).get(wanted),
    async close() {
      await Promise.all([usual.close(), resuming.close()]);
    },
  };
}

/** An AEF that runs elsewhere: its start hook, if there is one, is told where our CCF is. */
export function externalAef(target: AefTarget): SurroundingsSource {
  return source(target, async (ccf, { scenario, method }) => {
    const { start, stop } = target.hooks;
    const told = { scenario, method, ccf: toldOfCcf(ccf, target.dialect) };
    const { folder, secrets } = target;
    const started = start && (await startLongRunning(start, { hook: 'start', ...told }, { folder, secrets }));
    if (started !== undefined && !started.result.ok)
      throw new NotUnderWay(`${target.file} hooks.start: ${oneLine(started)}`);
    return {
      answer: started?.result.answer ?? {},
      storage: { places: target.storage, folder },
      async close() {
        if (stop !== undefined) await runHook(stop, { hook: 'stop', ...told }, { folder, secrets });
        await started?.stop();
      },
    };
  });
}

function oneLine({ result }: Started): string {
  return result.detail.split('\n', 1)[0] ?? '';
}

/** Everything is started for the first scenario that asks, and serves all of them. */
function source(target: AefTarget | ReferenceTarget, bringUp: BringUp): SurroundingsSource {
  let starting:
    | Promise<{ surroundings: AroundAef & Pick<Surroundings, 'storage'>; close: () => Promise<void> }>
    | undefined;
  return {
    async get(wanted) {
      starting ??= start(target, bringUp, wanted);
      const { surroundings } = await starting;
      if (target.role === 'reference') return surroundings;
      const asides = asidesOf(target, wanted, toldOfCcf(surroundings.ownCcf, target.dialect));
      return { ...surroundings, asides };
    },
    async close() {
      const started = await starting?.catch(() => undefined);
      await started?.close();
    },
  };
}

async function start(target: AefTarget | ReferenceTarget, bringUp: BringUp, wanted: Wanted) {
  const relay = new Relay();
  const ccf = await startOwnCcf(target, { observer: relay.observe, directions: { notifiesOfOffboarding: false } });
  let up: Up | undefined;
  const close = async () => {
    await up?.close();
    await ccf.close();
  };
  try {
    up = await bringUp(ccf, wanted);
    const aef = await introduced(target, ccf, relay, up.answer);
    const { storage } = up;
    const access = accessTo(ccf, target);
    return {
      surroundings: { role: 'aef', ccf: access, ownCcf: ccf, relay, aef, storage } as const satisfies Surroundings,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The AEF as it made itself known at our CCF, or as its target file and start hook say. */
async function introduced(
  target: AefTarget | ReferenceTarget,
  ccf: Ccf,
  relay: Relay,
  answer: HookAnswer,
): Promise<AefUnderTest> {
  const endpoints = target.role === 'aef' ? target.endpoints : undefined;
  const serviceUrl = answer.serviceApi ?? endpoints?.serviceApi;
  const destination = answer.notificationDestination ?? endpoints?.notificationDestination;
  const byItself = serviceUrl === undefined || published(ccf) !== undefined;
  if (byItself) {
    await relay.until(() => published(ccf) !== undefined && subscribed(ccf) !== undefined, target.timing.answer);
  } else {
    await enrol(target, ccf, serviceUrl, destination);
  }
  const api = published(ccf);
  if (api === undefined) {
    throw new NotUnderWay(
      `${target.file} hooks.start: the AEF has not published a service API at our CCF within ${target.timing.answer} ms of its start; let it register and publish there, or name endpoints.serviceApi`,
    );
  }
  const subscription = subscribed(ccf);
  const elsewhere = new Set(subscriptionsOf(ccf).map(({ details }) => details.notificationDestination));
  if (destination === undefined && elsewhere.size > 1) {
    const where = [...elsewhere].join(', ');
    throw new NotUnderWay(
      `${target.file}: the AEF has subscribed to ${EVENT} at several destinations (${where}), of which one is notified here; let one of its replicas run, or name endpoints.notificationDestination`,
    );
  }
  const trust = target.role === 'aef' ? target.trust : undefined;
  return {
    serviceApi: serviceUrl === undefined ? api : at(api, serviceUrl),
    trust: [ccf.trust, ...(trust?.ca ?? [])],
    verify: trust?.verify ?? 'chain',
    servername: trust?.servername,
    subscription: subscription && {
      subscriptionId: subscription.subscriptionId,
      destination: destination ?? subscription.details.notificationDestination,
    },
  };
}

/** An AEF that is configured by hand is registered by us, so that API invokers can have a security context for it. */
async function enrol(
  target: AefTarget | ReferenceTarget,
  ccf: Ccf,
  serviceUrl: string,
  notificationDestination: string | undefined,
): Promise<void> {
  const { hostname, port, pathname } = new URL(serviceUrl);
  const { apiRoot, trust, registrationCredential } = ccf;
  const options = { ccfRoot: apiRoot, ccfTrust: trust, registrationCredential, label: target.name };
  try {
    await enrolOnBehalf(options, {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || 443),
      path: pathname === '/' ? undefined : pathname,
      notificationDestination,
    });
  } catch (error) {
    if (error instanceof WireError || error instanceof CcfRefusal) throw new NotUnderWay(error.message);
    throw error;
  }
}

/** The newest service API that our CCF knows. */
function published(ccf: Ccf): ServiceApi | undefined {
  const descriptions = ccf.serviceApis().map(({ apiId, description }) => ({ ...description, apiId }));
  return descriptions.length === 0 ? undefined : serviceApisOf({ serviceAPIDescriptions: descriptions }).at(-1);
}

function subscribed(ccf: Ccf) {
  return subscriptionsOf(ccf).at(-1);
}

function subscriptionsOf(ccf: Ccf) {
  return ccf.subscriptions().filter(({ details }) => details.events.includes(EVENT));
}

/** The same API at the address that the target names, and its path if the address has one. */
function at(api: ServiceApi, serviceUrl: string): ServiceApi {
  const { hostname, port, pathname } = new URL(serviceUrl);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { ...api, host, port: Number(port || 443), ...(pathname === '/' ? {} : { path: pathname }) };
}
