/** An API invoker that acts when it is asked to, knowing of its surroundings only what it is told with the request. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { authority, parseApiRoot } from '../capif/api-root.ts';
import { DiscoveredAPIs, type KnownSecurityMethod } from '../capif/publish.ts';
import { SECURITY_METHOD } from '../capif/security-method.ts';
import { type ServiceApi, serviceApisOf } from '../capif/service-api.ts';
import { type HttpExchange, WireError } from '../wire/facts.ts';
import { jsonOf, succeeded } from './answers.ts';
import { type ApiInvoker, createInvoker, type InvokerOptions } from './invoker.ts';
import { STRAY_FILES } from './keeping-faults.ts';
import { obtainToken } from './obtain-token.ts';

/** Where the others are, and by which method to authenticate (TS 33.122 6.5.2.1 to 6.5.2.3). */
export interface OnDemandTask {
  readonly method: 'psk' | 'pki' | 'oauth';
  readonly ccf: {
    readonly apiRoot: string;
    /** Where it onboards, if elsewhere. */
    readonly onboardingRoot?: string | undefined;
    /** PEM certificates by which to verify it. */
    readonly ca: string;
    /** Secret. Without it nobody onboards. */
    readonly onboardingCredential?: string | undefined;
  };
  /** The AEF to call; nothing can be invoked without. */
  readonly aef?:
    | {
        /** URL of its service API; host and port count, as they are published. */
        readonly serviceApi: string;
        /** PEM certificates by which to verify it. */
        readonly ca: string;
      }
    | undefined;
}

/** What is the API invoker's own; the rest of {@link InvokerOptions} comes with each task. */
export type OnDemandOptions = Pick<
  InvokerOptions,
  'label' | 'fault' | 'variant' | 'storage' | 'pskIdentity' | 'interfaceInformation' | 'enrolment' | 'timeoutMs'
>;

/**
 * An API invoker, or one after the other: each onboarding makes a new one, with nothing of the former.
 *
 * All methods throw an Error of one line, without a secret, that says which request got which answer. They are for one caller that waits
 * for each to end.
 */
export interface OnDemandInvoker {
  /** Onboards as somebody new. @throws Error unless the CCF enrols it. */
  onboard(task: OnDemandTask): Promise<{ readonly apiInvokerId?: string }>;
  /**
   * Calls the service API, after discovery, security context and access token where there are none yet. When offboarding has left
   * nothing to call with, that is no error: a conformant one then does nothing.
   * @throws Error unless it is served; after a successful offboarding, whatever comes is right.
   */
  invoke(task: OnDemandTask): Promise<void>;
  /** Offboards (clause 6.8, steps 1, 2 and 5). A refusal is no error. @throws Error when it isn't onboarded, or can't ask. */
  trigger(task: OnDemandTask): Promise<void>;
}

/** One enrolment, from its onboarding to the next. */
interface Enrolment {
  readonly invoker: ApiInvoker;
  /** Whether an offboarding succeeded. */
  left: boolean;
  /** The service API called last: what is left to act upon when the invoker itself has forgotten all. */
  api: ServiceApi | undefined;
}

/** Creates one that isn't onboarded yet. Opens nothing. */
export function createOnDemandInvoker(options: OnDemandOptions): OnDemandInvoker {
  let enrolment: Enrolment | undefined;
  let aefTrust: string | undefined;

  function enrolled(): Enrolment {
    if (enrolment === undefined) throw new Error('not onboarded; ask it to onboard first');
    return enrolment;
  }

  return {
    async onboard({ ccf }) {
      enrolment = undefined;
      // Whoever looks into the folder is to find what this invoker leaves behind, not what an earlier one did.
      if (options.storage !== undefined) removeStrayFiles(options.storage);
      const invoker = createInvoker({
        ...options,
        apiRoot: ccf.apiRoot,
        onboardingRoot: ccf.onboardingRoot,
        trust: ccf.ca,
        onboardingCredential: ccf.onboardingCredential,
        // Each task names the AEF anew.
        get aefTrust() {
          return aefTrust;
        },
      });
      const exchange = await granted('onboarding', () => invoker.onboard());
      const { apiInvokerId } = invoker;
      if (apiInvokerId === undefined) throw new Error(`onboarding: ${answered(exchange)} without an API invoker ID`);
      enrolment = { invoker, left: false, api: undefined };
      return { apiInvokerId };
    },

    async invoke(task) {
      const current = enrolled();
      const { invoker } = current;
      aefTrust = task.aef?.ca;
      if (current.left || invoker.apiInvokerId === undefined) {
        if (current.api !== undefined) await invoker.actAgain(methodOf(task), current.api);
        return;
      }
      current.api = await readyToCall(invoker, task);
      const { api } = current;
      await granted('service API', () => invoker.invoke(methodOf(task), api));
    },

    async trigger() {
      const current = enrolled();
      const exchange = await made('offboarding', () => current.invoker.offboard());
      current.left ||= succeeded(exchange);
    },
  };
}

/** Does what comes before the first call, as far as it has not been done: TS 33.122 6.5.2 with discovery before it. */
async function readyToCall(invoker: ApiInvoker, task: OnDemandTask): Promise<ServiceApi> {
  if (task.aef === undefined) throw new Error('"aef" is missing from the task: there is no service API to invoke');
  const method = methodOf(task);
  const { host, port } = parseApiRoot(task.aef.serviceApi);
  const isWanted = (api: ServiceApi) => api.host === host && api.port === port;

  const secured = invoker.snapshot().context.find((one) => one.method === method && isWanted(one.api));
  const api = secured?.api ?? (await discovered(invoker)).find(isWanted);
  if (api === undefined) {
    const where = authority(host, port);
    throw new Error(`discovery: the CCF names no service API at ${where}; publish one, or mend "aef.serviceApi"`);
  }
  if (secured === undefined) await granted('security context', () => invoker.secureWith(method, api));
  if (method === 'OAUTH' && invoker.snapshot().accessToken === undefined) {
    await granted('access token', () => obtainToken(invoker));
  }
  // The AEF may answer this as it likes, or not know of it: whether it lets the invoker in is told by the call itself.
  if (method === 'PSK') await made('authentication initiation', () => invoker.initiateAuthentication(api));
  return api;
}

async function discovered(invoker: ApiInvoker): Promise<ServiceApi[]> {
  const exchange = await granted('discovery', () => invoker.discover());
  const found = jsonOf(exchange, 200, DiscoveredAPIs);
  if (found === undefined) throw new Error(`discovery: ${answered(exchange)} with no DiscoveredAPIs of TS 29.222 8.1`);
  return serviceApisOf(found);
}

function methodOf({ method }: OnDemandTask): KnownSecurityMethod {
  return SECURITY_METHOD[method];
}

function removeStrayFiles(folder: string): void {
  for (const name of STRAY_FILES) rmSync(join(folder, name), { force: true });
}

/** The exchange, whatever its end. @throws Error when its TLS session does not come about. */
async function made(purpose: string, act: () => Promise<HttpExchange>): Promise<HttpExchange> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new Error(`${purpose}: no TLS session came about: ${error.message}`, { cause: error });
  }
}

/** The exchange. @throws Error unless it was answered with success. */
async function granted(purpose: string, act: () => Promise<HttpExchange>): Promise<HttpExchange> {
  const exchange = await made(purpose, act);
  if (succeeded(exchange)) return exchange;
  throw new Error(`${purpose}: ${answered(exchange)}`);
}

/** No body, for there may be secrets in it; no query, for it says nothing. */
function answered({ request, response, failure }: HttpExchange): string {
  const [path] = request.target.split('?', 1);
  const cut = response?.complete === false ? ', and the answer was cut off' : '';
  return response === undefined
    ? `${request.method} ${path} was not answered: ${failure?.message ?? 'no reason known'}`
    : `${request.method} ${path} was answered ${response.status}${cut}`;
}
