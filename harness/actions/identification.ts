/** By what the people at a target find our requests in their log. */
import { harnessIdentity } from '../evidence/harness-identity.ts';

/** Which playing a request belongs to. */
export interface Playing {
  readonly scenario: string;
  readonly method: string;
  readonly tls: string;
  /** The same for all requests of a run. */
  readonly run: string;
}

/**
 * Headers that say who asks and what for, e.g. `User-Agent: capif-conformance/0.1.0 (ccf-offboarding; psk; 5f3a…)`. `X-Correlation-ID` is
 * the same for all requests of a playing and no other.
 */
export function identification({ scenario, method, tls, run }: Playing): Readonly<Record<string, string>> {
  const { name, version } = harnessIdentity();
  return {
    'user-agent': `${name}/${version} (${scenario}; ${method}; ${run})`,
    'x-correlation-id': `${run}-${scenario}-${method}-tls${tls}`,
  };
}
