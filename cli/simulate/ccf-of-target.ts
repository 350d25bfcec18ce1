/** The CCF that a simulated AEF or API invoker belongs to, from its target file. */
import { loadTarget } from '../../harness/target/load.ts';
import type { CcfTarget } from '../../harness/target/target.ts';
import { displayed } from '../../harness/target/yaml/file.ts';
import type { TlsVersion } from '../../simulators/wire/facts.ts';
import { CliProblem } from '../problem.ts';

/**
 * Reads the target file of a CCF.
 *
 * @throws {TargetProblem} for whatever is wrong with it; {@link CliProblem} when it is not about a CCF.
 */
export function loadCcf(file: string): CcfTarget {
  const target = loadTarget(file);
  if (target.role === 'ccf') return target;
  throw new CliProblem(`--ccf: ${displayed(file)} has role ${target.role}; name the target file of a CCF (role: ccf)`);
}

/** What AEF and API invoker need alike to reach it. */
export function connectionOptions({ trust, claims, timing }: CcfTarget) {
  const versions = claims.tls.map((version): TlsVersion => (version === '1.2' ? 'TLSv1.2' : 'TLSv1.3')).sort();
  const [minVersion = 'TLSv1.2', maxVersion = minVersion] = versions;
  return {
    verify: trust.verify,
    ...(trust.servername !== undefined && { servername: trust.servername }),
    minVersion,
    maxVersion,
    alpn: claims.http,
    timeoutMs: timing.answer,
    pskIdentity: claims.pskIdentity,
    ...(claims.keys && { keys: claims.keys }),
  };
}
