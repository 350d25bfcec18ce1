import type { TlsIdentity } from '../../simulators/wire/types.ts';
import type { Hooks, StoragePlace } from './hooks.ts';
import type { Claims, TargetFile, Timing } from './schema.ts';

/** By what the target's server certificates are verified. */
export interface Trust {
  /** Certificates, each as PEM. */
  readonly ca: readonly string[];
  /** `host`: chain and host name must fit. `chain`: the chain alone. */
  readonly verify: 'host' | 'chain';
  /** Name for SNI and for checking the certificate, where it is not the URL's host. */
  readonly servername: string | undefined;
}

/** Where our simulated nodes listen, and by which name the target reaches them. */
export interface Listen {
  readonly host: string;
  readonly advertise: string;
  /** Undefined: the system chooses. */
  readonly ports?: readonly number[] | undefined;
}

interface AnyTarget {
  readonly name: string;
  readonly dialect: TargetFile['dialect'];
  readonly listen: Listen;
  /** Our requests say which scenario of which run they belong to. */
  readonly identify: boolean;
  readonly claims: Claims;
  readonly timing: Timing;
  readonly hooks: Hooks;
  /** Paths are absolute. */
  readonly storage: readonly StoragePlace[];
  /** The target file, as a person would type its path. */
  readonly file: string;
  /** Absolute path of the folder of the target file: where its commands are run. */
  readonly folder: string;
  /** Values that the file took from the environment, in its hooks too: never to be written. */
  readonly secrets: readonly string[];
}

/** A CAPIF core function under test: our API invokers and AEFs talk to it. */
export interface CcfTarget extends AnyTarget {
  readonly role: 'ccf';
  /** apiRoots without a slash at the end; the two are the same where the file names one. */
  readonly endpoints: { readonly capif: string; readonly onboarding: string };
  readonly trust: Trust;
  /** Secrets. */
  readonly identity: NodeIdentity;
}

/** Credentials by which our nodes, or the node under test, are let in; which of them there are depends on role and dialect. Secrets. */
interface NodeIdentity {
  readonly onboardingCredential?: string | undefined;
  readonly registrationCredential?: string | undefined;
  readonly provider: Readonly<Record<string, string>>;
  /** Shown in TLS at onboarding and registration, PEM. */
  readonly client?: TlsIdentity | undefined;
}

/** An API exposing function under test, between our CAPIF core function and our API invokers. */
export interface AefTarget extends AnyTarget {
  readonly role: 'aef';
  /** What is not here, the start hook answers. */
  readonly endpoints: {
    readonly serviceApi: string | undefined;
    readonly notificationDestination: string | undefined;
  };
  readonly trust: Trust | undefined;
  readonly identity: NodeIdentity;
}

/** An API invoker under test, between our CAPIF core function and our AEF. */
export interface InvokerTarget extends AnyTarget {
  readonly role: 'invoker';
  readonly trust: Trust | undefined;
  readonly identity: NodeIdentity;
}

/** The built-in reference nodes, in all three roles. */
export interface ReferenceTarget extends AnyTarget {
  readonly role: 'reference';
}

/** The implementation under test, ready for use: defaults filled in, placeholders replaced, files read. */
export type Target = CcfTarget | AefTarget | InvokerTarget | ReferenceTarget;
