/**
 * The few things in which an API invoker may differ from the conformant one. Faults and variants are made by changing one of them;
 * the procedures know nothing of either.
 */

import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceApi } from '../capif/service-api.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { ConnectOptions } from '../wire/types.ts';
import { succeeded } from './answers.ts';
import { identityOf } from './capif-1e.ts';
import { OFFBOARDING, type OffboardingStep } from './offboarding.ts';
import type { InvokerNode } from './options.ts';
import type { InvokerCredentials } from './state.ts';

export interface InvokerBehaviour {
  readonly tls: TlsBehaviour;
  /** What offboarding is, first step to last. */
  readonly offboarding: readonly OffboardingStep[];
  /** Whether this answer to the offboarding request means that the invoker is to forget. */
  readonly takesAsSuccess: (exchange: HttpExchange) => boolean;
  /** What it still does when it holds nothing to call a service API with; each in turn. */
  readonly lastResorts: readonly LastResort[];
  /** The API invoker ID that it goes by in TLS-PSK. */
  readonly pskName: (node: InvokerNode) => string;
  /** Files beside those of the credentials, by name, that are written when there is something to write and deleted by nobody. */
  readonly strayFiles: (held: InvokerCredentials) => ReadonlyMap<string, string>;
}

export interface TlsBehaviour {
  /** Overrules the options and the procedures. */
  readonly sessions: Pick<ConnectOptions, 'minVersion' | 'maxVersion' | 'alpn'>;
  /** When it takes nothing but a certificate of a trusted CA, for the right name, for proof that it talks with the CCF; else anybody will do. */
  readonly verifiesCcf: readonly ('before onboarding' | 'once onboarded')[];
}

/** One way to act without what the method needs. @throws WireError when no session comes about. */
export type LastResort = (
  node: InvokerNode,
  method: KnownSecurityMethod,
  api: ServiceApi,
) => Promise<HttpExchange | undefined>;

/** An API invoker to the letter. */
export const CONFORMANT: InvokerBehaviour = {
  tls: { sessions: {}, verifiesCcf: ['before onboarding', 'once onboarded'] },
  offboarding: OFFBOARDING,
  takesAsSuccess: succeeded,
  lastResorts: [],
  pskName: (node) => identityOf(node).apiInvokerId,
  strayFiles: () => new Map(),
};
