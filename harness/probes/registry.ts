/** Every probe that a scenario file can name. */
import { extended } from '../extensions/installed.ts';
import { aefpsk, trustedInvoker } from './aef-view.ts';
import {
  contextWrite,
  discovery,
  discoveryAsOther,
  profilePatch,
  profilePut,
  secretAlone,
  token,
  tokenWithSecret,
} from './capif-1e.ts';
import { crl } from './crl.ts';
import type { Probe } from './probe.ts';
import { serviceApi, serviceOpenSession, serviceParallel, serviceResumption } from './service.ts';
import { openSessionUse, parallelSession, resumption } from './sessions.ts';

const BUILT_IN: Readonly<Record<string, Probe>> = {
  aefpsk,
  'context-write': contextWrite,
  crl,
  discovery,
  'discovery-as-other': discoveryAsOther,
  'open-session': openSessionUse,
  'parallel-session': parallelSession,
  'profile-patch': profilePatch,
  'profile-put': profilePut,
  resumption,
  'secret-alone': secretAlone,
  'service-api': serviceApi,
  'service-open-session': serviceOpenSession,
  'service-parallel': serviceParallel,
  'service-resumption': serviceResumption,
  token,
  'token-with-secret': tokenWithSecret,
  'trusted-invoker': trustedInvoker,
};

export const PROBES = extended('probe', BUILT_IN, isProbe);

function isProbe(what: object): what is Probe & { readonly name: string } {
  return 'name' in what && 'harmless' in what && 'control' in what && 'ask' in what && typeof what.ask === 'function';
}
