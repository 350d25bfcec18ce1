/** What stands around an implementation under test: nodes of ours, and how it is reached or made to act. */
import type { Aef } from '../../simulators/aef/aef.ts';
import type { ServiceApi } from '../../simulators/capif/service-api.ts';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import type { OffboardingFailure } from '../../simulators/ccf/directions.ts';
import type { HookResult } from '../hooks/result.ts';
import type { Requires } from '../scenario/requires.ts';
import type { StoragePlace } from '../target/hooks.ts';
import type { Claims } from '../target/schema.ts';
import type { CcfAccess } from './access.ts';
import type { Asides } from './asides.ts';
import type { Issued } from './issued.ts';
import type { Provisioning } from './provisioning.ts';
import type { Relay } from './relay.ts';

/** The CCF is under test, and everybody else is made anew for each scenario. */
export interface AroundCcf {
  readonly role: 'ccf';
  readonly ccf: CcfAccess;
  /** How our nodes are onboarded and registered there, where the target has a hook for that. */
  readonly provisioning?: Provisioning | undefined;
  readonly asides?: Asides | undefined;
}

/** An AEF under test, as it made itself known at our CCF. */
export interface AefUnderTest {
  readonly serviceApi: ServiceApi;
  /** By what its certificates are verified, as a server of the service API and of notifications. */
  readonly trust: readonly string[];
  readonly verify: 'host' | 'chain';
  readonly servername: string | undefined;
  /** Where it wants to be told of offboarded API invokers; undefined when it never said. */
  readonly subscription: { readonly subscriptionId: string; readonly destination: string } | undefined;
}

/** An AEF is under test: it is registered at a CCF of ours, which tells it nothing unless a scenario says so. */
export interface AroundAef {
  readonly role: 'aef';
  /** Our CCF, as our API invokers reach it. */
  readonly ccf: CcfAccess;
  readonly ownCcf: Ccf;
  readonly relay: Relay;
  readonly aef: AefUnderTest;
  readonly asides?: Asides | undefined;
}

/** What hooks make an API invoker under test do. */
export type InvokerErrand = 'onboard' | 'invoke' | 'trigger' | 'inspect' | 'reset';

/** An API invoker under test. */
export interface InvokerUnderTest {
  /** False when the target has no such hook. */
  can(errand: InvokerErrand): boolean;
  /** Never rejects for what the target does. `apiRoot`: another CCF than ours that it is to turn to. */
  run(errand: InvokerErrand, told: { readonly apiRoot?: string | undefined }): Promise<HookResult>;
}

/** An API invoker is under test, between a CCF and an AEF of ours. */
export interface AroundInvoker {
  readonly role: 'invoker';
  readonly ccf: CcfAccess;
  readonly ownCcf: Ccf;
  readonly relay: Relay;
  /** What our nodes gave whom, from the start of our CCF on. */
  readonly issued: Issued;
  /** Ours. */
  readonly aef: Aef;
  readonly invoker: InvokerUnderTest;
  /** How our CCF answers offboarding requests from now on; undefined: with success. */
  failOffboarding(how: OffboardingFailure | undefined): void;
}

/** Where an implementation's left-over credentials are looked for. */
export interface Storage {
  readonly places: readonly StoragePlace[];
  /** Where commands are run, and from where relative paths count. */
  readonly folder: string;
}

export type Surroundings = (AroundCcf | AroundAef | AroundInvoker) & {
  readonly storage: Storage;
  /** What the node that is met here claims otherwise than its target: of the two built-in CCFs one retains. */
  readonly claims?: Pick<Claims, 'retention'>;
};

/** What a play wants to be surrounded by. */
export interface Wanted {
  readonly scenario: string;
  readonly method: 'psk' | 'pki' | 'oauth';
  readonly tls: '1.2' | '1.3';
  readonly requires: Requires;
}

/** Hands out what a scenario is played in, and closes at the end what it started. */
export interface SurroundingsSource {
  /** @throws {NotUnderWay} when the implementation under test did not come up, or did not make itself known. */
  get(wanted: Wanted): Promise<Surroundings>;
  close(): Promise<void>;
}

/** The implementation under test cannot be tested as things stand. The message is one line: what was seen, and what to change. */
export class NotUnderWay extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotUnderWay';
    this.stack = message;
  }
}
