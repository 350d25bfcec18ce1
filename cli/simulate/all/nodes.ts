/** Brings up the nodes of `simulate all`, and gets credentials for whoever takes the place of one that is not simulated. */
import { join } from 'node:path';
import type { Role } from '../../../scenarios/requirements/ledger.ts';
import type { Aef } from '../../../simulators/aef/aef.ts';
import { takeBack } from '../../../simulators/aef/farewell.ts';
import { startSubscribedAef } from '../../../simulators/aef/on-demand.ts';
import type { AefOptions } from '../../../simulators/aef/options.ts';
import { register } from '../../../simulators/aef/registration.ts';
import { type Ccf, startCcf } from '../../../simulators/ccf/ccf.ts';
import type { FaultSwitch } from '../../../simulators/conduct/conduct.ts';
import { type ApiInvoker, createInvoker } from '../../../simulators/invoker/invoker.ts';
import type { TlsIdentity } from '../../../simulators/wire/types.ts';
import { listening } from '../listening.ts';
import { usableFolder } from '../storage.ts';
import { readyToCall } from './calling.ts';
import type { Plan } from './plan.ts';
import { headersOf, type Watch } from './watch.ts';
import { type CcfPlace, placeOfOurs, placeOfTarget } from './where.ts';

/** Who publishes, serves and is notified: the simulated AEF, or the identities with which yours can. */
export interface Provider {
  readonly aefId: string;
  readonly apfId: string;
  /** Secrets. */
  readonly aef: TlsIdentity | undefined;
  readonly apf: TlsIdentity | undefined;
}

/** The nodes that are up. */
export interface Simulation {
  readonly plan: Plan;
  readonly ccf: Ccf | undefined;
  readonly place: CcfPlace;
  readonly aef: Aef | undefined;
  readonly provider: Provider;
  /** Onboarded in any case; it acts only where an API invoker is simulated. */
  readonly invoker: ApiInvoker;
  /** The switches of the nodes that are simulated. */
  readonly faults: Readonly<Partial<Record<Role, FaultSwitch>>>;
  close(): Promise<void>;
}

/**
 * Starts everything, one after the other as each needs the one before. Nothing stays open when it throws.
 *
 * @param folder - Gets `invoker/`, in which the API invoker keeps its credentials.
 * @throws {CliProblem} when a port cannot be had, Error when the CCF refuses.
 */
export async function bringUp(plan: Plan, folder: string, watch: Watch): Promise<Simulation> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    // What is at the CCF is taken back before the CCF goes.
    for (const step of undo.toReversed()) await step();
  };
  try {
    const ccf = plan.ccf === undefined ? await ourCcf(plan, watch) : undefined;
    if (ccf) undo.push(() => ccf.close());
    const place = ccf ? placeOfOurs(ccf) : placeOfTarget(theirs(plan));
    const { aef, provider, leave } = await provide(plan, place, watch);
    undo.push(leave);
    const invoker = await onboarded(plan, place, join(folder, 'invoker'), watch);
    if (!ccf) undo.push(() => invoker.offboard().catch(() => undefined)); // it may have left, and theirs may be gone
    if (aef) await readyToCall(invoker, plan.method, aef.serviceApi);
    const acting = plan.roles.includes('invoker') && invoker;
    const faults: Simulation['faults'] = {
      ...(ccf && { ccf: ccf.faults }),
      ...(aef && { aef: aef.faults }),
      ...(acting && { invoker: acting.faults }),
    };
    return { plan, ccf, place, aef, provider, invoker, faults, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function theirs({ ccf }: Plan) {
  if (ccf === undefined) throw new Error('neither a CCF of ours nor one of theirs');
  return ccf;
}

async function ourCcf({ host, advertise, port, faults }: Plan, watch: Watch): Promise<Ccf> {
  const options = { host, advertise, port, fault: faults.ccf, observer: watch.of('ccf') };
  const ccf = await listening(host, port, () => startCcf(options));
  for (const name of [host, advertise ?? host]) watch.listensAt(name, ccf.address.port);
  watch.name('ccf', 'ccf');
  return ccf;
}

interface Provided {
  readonly aef: Aef | undefined;
  readonly provider: Provider;
  readonly leave: () => Promise<unknown>;
}

async function provide(plan: Plan, place: CcfPlace, watch: Watch): Promise<Provided> {
  const options: AefOptions = {
    ccfRoot: place.apiRoot,
    registrationRoot: place.onboardingRoot,
    ccfTrust: place.trust,
    registrationCredential: place.registrationCredential,
    label: 'aef',
    host: plan.host,
    advertise: plan.advertise,
    capif3: place.capif3,
    headers: headersOf('aef'),
    observer: watch.of('aef'),
    fault: plan.faults.aef,
    ...place.connection,
  };
  if (!plan.roles.includes('aef')) {
    const hosts = [...new Set([plan.advertise ?? plan.host, plan.host])];
    const registration = await register(options, hosts);
    const { aef, apf } = registration;
    watch.name(aef.id, 'your aef');
    watch.name(apf.id, 'your apf');
    const provider = { aefId: aef.id, apfId: apf.id, aef: aef.identity, apf: apf.identity };
    return { aef: undefined, provider, leave: () => takeBack(options, { registration }) };
  }
  const aef = await startSubscribedAef(options);
  const notified = new URL(aef.notificationDestination);
  for (const name of [plan.host, aef.serviceApi.host]) {
    watch.listensAt(name, aef.serviceApi.port);
    watch.listensAt(name, Number(notified.port));
  }
  watch.name(aef.aefId, 'aef');
  watch.name(aef.apfId, 'aef');
  const provider = { aefId: aef.aefId, apfId: aef.apfId, aef: aef.identity, apf: undefined };
  return { aef, provider, leave: () => aef.close() };
}

async function onboarded(plan: Plan, place: CcfPlace, storage: string, watch: Watch): Promise<ApiInvoker> {
  const { onboardingCredential, connection, enrolment, interfaceInformation } = place;
  const invoker = createInvoker({
    apiRoot: place.apiRoot,
    onboardingRoot: place.onboardingRoot,
    trust: place.trust,
    onboardingCredential,
    label: 'invoker',
    enrolment,
    interfaceInformation,
    // A CCF of theirs puts whatever names it likes into an AEF's certificate.
    aefVerify: 'chain',
    headers: headersOf('invoker'),
    observer: watch.of('invoker'),
    storage: usableFolder(storage),
    fault: plan.faults.invoker,
    ...connection,
  });
  await onboard(invoker, plan, watch);
  return invoker;
}

/** Onboards it, be it once more. @throws {Error} when the CCF does not enrol it. */
export async function onboard(invoker: ApiInvoker, { roles }: Pick<Plan, 'roles'>, watch: Watch): Promise<number> {
  const { response, failure } = await invoker.onboard();
  if (invoker.apiInvokerId === undefined) {
    throw new Error(`onboarding was answered ${response?.status ?? failure?.message ?? 'with nothing'}`);
  }
  watch.name(invoker.apiInvokerId, roles.includes('invoker') ? 'invoker' : 'your invoker');
  return response?.status ?? 0;
}
