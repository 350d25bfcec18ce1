/** An API invoker under test, between a CCF and an AEF of ours; hooks make it act. */
import { type Aef, startAef } from '../../simulators/aef/aef.ts';
import { authority } from '../../simulators/capif/api-root.ts';
import { SECURITY_METHOD } from '../../simulators/capif/security-method.ts';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import type { OffboardingFailure } from '../../simulators/ccf/directions.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import type { InvokerOptions } from '../../simulators/invoker/invoker.ts';
import { createOnDemandInvoker } from '../../simulators/invoker/on-demand.ts';
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { WireObserver } from '../../simulators/wire/facts.ts';
import type { HookInput } from '../hooks/contract.ts';
import type { HookResult } from '../hooks/result.ts';
import { runHook } from '../hooks/run.ts';
import type { InvokerTarget, ReferenceTarget } from '../target/target.ts';
import { Issued } from './issued.ts';
import { accessTo, startOwnCcf, toldOfCcf } from './own-ccf.ts';
import { OwnStorage } from './own-storage.ts';
import { Relay } from './relay.ts';
import type {
  AroundInvoker,
  InvokerErrand,
  InvokerUnderTest,
  Storage,
  Surroundings,
  SurroundingsSource,
  Wanted,
} from './surroundings.ts';

/** Our nodes, which stay for all scenarios that are played with one TLS version. */
interface Nodes extends Omit<AroundInvoker, 'invoker'> {
  close(): Promise<void>;
}

/** What the invoker is told with each errand, and how it is made to run it. */
type Lead = (errand: InvokerErrand, input: HookInput) => Promise<HookResult>;

/** The reference API invoker, in this process; it keeps its credentials in a folder, which is scanned. */
export function referenceInvoker(
  target: ReferenceTarget,
  deviation: Pick<InvokerOptions, 'fault' | 'variant'> = {},
): SurroundingsSource {
  const own = new OwnStorage('invoker');
  return source(
    target,
    async () => {
      const { pskIdentity, interfaceInformation, enrolment } = target.claims;
      const told = { pskIdentity, interfaceInformation, enrolment, timeoutMs: target.timing.answer };
      const options = { label: 'API invoker under test', storage: await own.folder(), ...told, ...deviation };
      const invoker = createOnDemandInvoker(options);
      const errands = { onboard: invoker.onboard, invoke: invoker.invoke, trigger: invoker.trigger };
      return {
        storage: await own.storage(),
        can: (errand) => errand in errands,
        lead: (errand, input) => inProcess(errand, input, errands),
      };
    },
    () => own.remove(),
  );
}

/** An API invoker that runs elsewhere. */
export function externalInvoker(target: InvokerTarget): SurroundingsSource {
  const { hooks, folder, secrets, storage } = target;
  return source(
    target,
    async () => ({
      storage: { places: storage, folder },
      can: (errand) => hooks[errand] !== undefined,
      async lead(errand, input) {
        const hook = hooks[errand];
        if (hook === undefined) throw new Error(`hooks.${errand} is not there; ask can() first`);
        return await runHook(hook, input, { folder, secrets });
      },
    }),
    async () => {},
  );
}

interface Led {
  readonly storage: Storage;
  readonly can: InvokerUnderTest['can'];
  readonly lead: Lead;
}

function source(
  target: InvokerTarget | ReferenceTarget,
  find: () => Promise<Led>,
  tidy: () => Promise<void>,
): SurroundingsSource {
  const started = new Map<Wanted['tls'], Promise<Nodes>>();
  const found = find();
  return {
    async get(wanted) {
      const starting = started.get(wanted.tls) ?? startNodes(target, wanted.tls);
      started.set(wanted.tls, starting);
      const { close: _, ...nodes } = await starting;
      const { storage, can, lead } = await found;
      const { scenario, method } = wanted;
      const invoker: InvokerUnderTest = {
        can,
        run: (errand, { apiRoot }) => {
          const ccf = { ...toldOfCcf(nodes.ownCcf, target.dialect), ...(apiRoot === undefined ? {} : { apiRoot }) };
          return lead(errand, { hook: errand, scenario, method, ccf, aef: toldOfAef(nodes.aef, nodes.ownCcf) });
        },
      };
      return { ...nodes, invoker, storage } satisfies Surroundings;
    },
    async close() {
      await Promise.all(
        [...started.values()].map(async (starting) => (await starting.catch(() => undefined))?.close()),
      );
      await tidy();
    },
  };
}

/** @param tls the one version that the CCF speaks, so that the session of step 0 has it. */
async function startNodes(target: InvokerTarget | ReferenceTarget, tls: Wanted['tls']): Promise<Nodes> {
  const relay = new Relay();
  const issued = new Issued();
  const observer: WireObserver = (event) => {
    issued.observe(event);
    relay.observe(event);
  };
  let aef: Aef | undefined;
  let failure: OffboardingFailure | undefined;
  const ccf = await startOwnCcf(target, {
    observer,
    variant: tls === '1.2' ? 'tls-1.2-only' : 'tls-1.3-only',
    // An offboarded API invoker that resumes an old session must get as far as being seen to do so.
    fault: 'resumes-then-refuses',
    directions: {
      failOffboarding: () => failure,
      // TLS-PSK cannot wait for the AEF to ask the CCF: it has the AEFPSK before the API invoker is answered.
      async onSecurityContext(apiInvokerId) {
        await aef?.prepareFor(apiInvokerId);
        issued.aefPsk(apiInvokerId, aef?.aefPskOf(apiInvokerId));
      },
    },
  });
  try {
    aef = await startAef({
      ccfRoot: ccf.apiRoot,
      ccfTrust: ccf.trust,
      registrationCredential: ccf.registrationCredential,
      dialect: DIALECTS[target.dialect],
      provider: ccf.provider,
      label: 'aef-1',
      host: target.listen.host,
      advertise: target.listen.advertise,
      ports: target.listen.ports,
      pskIdentity: target.claims.pskIdentity,
      // One that takes the first method that is offered is not to be tried with what it does not claim.
      methods: target.claims.methods.map((method) => SECURITY_METHOD[method]),
      observer,
      // As with the CCF: it must be seen to resume.
      fault: 'resumes-then-refuses',
    });
    await aef.subscribe();
  } catch (error) {
    await ccf.close();
    throw error;
  }
  const own = aef;
  return {
    role: 'invoker',
    ccf: accessTo(ccf, target),
    ownCcf: ccf,
    relay,
    issued,
    aef: own,
    failOffboarding(how) {
      failure = how;
    },
    async close() {
      await own.close();
      await ccf.close();
    },
  };
}

function toldOfAef({ serviceApi: { host, port } }: Aef, ccf: Ccf) {
  return { serviceApi: `https://${authority(host, port)}`, ca: ccf.trust };
}

type Errands = Readonly<Record<'onboard' | 'invoke' | 'trigger', (input: HookInput) => Promise<unknown>>>;

/** As `runHook` would tell of it. */
async function inProcess(errand: InvokerErrand, input: HookInput, errands: Errands): Promise<HookResult> {
  const began = monotonicNow();
  const result = (detail: string): HookResult => {
    const durationMs = (monotonicNow() - began) / 1000;
    return {
      hook: errand,
      ok: detail === '',
      code: undefined,
      durationMs,
      detail,
      answer: {},
      output: Buffer.alloc(0),
      missing: undefined,
    };
  };
  const act = Object.entries(errands).find(([name]) => name === errand)?.[1];
  if (act === undefined) throw new Error(`the reference API invoker has no errand "${errand}"; ask can() first`);
  try {
    await act(input);
    return result('');
  } catch (error) {
    return result(error instanceof Error ? error.message : String(error));
  }
}
