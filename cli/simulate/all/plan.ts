/** What `simulate all` is asked for, made sense of. */
import type { CcfTarget } from '../../../harness/target/target.ts';
import type { Method, Role } from '../../../scenarios/requirements/ledger.ts';
import { ROLES } from '../../../scenarios/requirements/ledger.ts';
import type { AefFault } from '../../../simulators/aef/faults.ts';
import type { CcfFault } from '../../../simulators/ccf/faults.ts';
import type { InvokerFault } from '../../../simulators/invoker/faults.ts';
import { CliProblem } from '../../problem.ts';
import { AEF_DEVIATIONS } from '../aef.ts';
import { CCF_DEVIATIONS } from '../ccf.ts';
import { loadCcf } from '../ccf-of-target.ts';
import { deviationOf } from '../deviation.ts';
import { INVOKER_DEVIATIONS } from '../invoker.ts';

/** As the command line has them. */
export interface AllArguments {
  readonly folder: string;
  readonly method: Method;
  readonly without?: Role;
  readonly ccf?: string;
  readonly fault: readonly string[];
  readonly host: string;
  readonly advertise?: string;
  readonly port: number;
  readonly json?: boolean;
}

export interface Faults {
  readonly ccf: readonly CcfFault[];
  readonly aef: readonly AefFault[];
  readonly invoker: readonly InvokerFault[];
}

export interface Plan {
  /** Those that are simulated, in the order of {@link ROLES}. */
  readonly roles: readonly Role[];
  readonly method: Method;
  readonly host: string;
  readonly advertise: string | undefined;
  /** Of CAPIF-1e, if the CCF is simulated. */
  readonly port: number;
  /** The CCF that is not simulated. */
  readonly ccf: CcfTarget | undefined;
  readonly faults: Faults;
}

/** @throws {CliProblem} or `TargetProblem` for what makes no sense. */
export function planOf(given: AllArguments): Plan {
  const { method, without, ccf, host, advertise, port } = given;
  if (without === 'ccf' && ccf === undefined) {
    throw new CliProblem(
      '--without ccf: where is yours? Name its target file by --ccf; "capif-conformance init" writes one',
      2,
    );
  }
  if (ccf !== undefined && without !== 'ccf') {
    throw new CliProblem('--ccf: is for a CCF of yours, in place of the simulated one; say --without ccf, too', 2);
  }
  const roles = ROLES.filter((role) => role !== without);
  return {
    roles,
    method,
    host,
    advertise,
    port,
    ccf: ccf === undefined ? undefined : loadCcf(ccf),
    faults: faultsFrom(given.fault, roles),
  };
}

/** Faults as the command line names them: `ccf/keeps-tls-open`. */
function faultsFrom(words: readonly string[], roles: readonly Role[]): Faults {
  const of = (role: Role): string[] =>
    words.flatMap((word) => {
      const [, named = '', fault = ''] = /^([^/]*)\/(.*)$/.exec(word) ?? [];
      if (!roles.some((one) => one === named)) {
        const known = `one of ${roles.map((one) => `${one}/…`).join(', ')}`;
        throw new CliProblem(`--fault: ${JSON.stringify(word)} names no node that is simulated here; ${known}`, 2);
      }
      return named === role ? [fault] : [];
    });
  return {
    ccf: deviationOf('ccf', { fault: of('ccf') }, CCF_DEVIATIONS).fault,
    aef: deviationOf('aef', { fault: of('aef') }, AEF_DEVIATIONS).fault,
    invoker: deviationOf('invoker', { fault: of('invoker') }, INVOKER_DEVIATIONS).fault,
  };
}
