/** `simulate ccf`: one reference CCF, and the target file by which the harness tests it. */
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { claimsFor } from '../../harness/target/variant-claims.ts';
import { suggestion } from '../../harness/target/yaml/suggest.ts';
import { type Ccf, startCcf } from '../../simulators/ccf/ccf.ts';
import { CCF_FAULTS, type CcfFault } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS, type CcfVariant } from '../../simulators/ccf/variants.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { runNode } from './run.ts';
import { writeTargetFile } from './target-file.ts';

/** As the command line has them. */
export interface CcfArguments {
  readonly writeTarget: string;
  readonly port: number;
  readonly host: string;
  readonly fault: readonly string[];
  readonly variant?: string;
  readonly policy?: 'retain';
}

interface Deviation {
  readonly fault: readonly CcfFault[];
  readonly variant: CcfVariant | undefined;
}

/** Runs until it is told to end. @throws {CliProblem} for an unknown name, a port in use, a file that cannot be written. */
export async function simulateCcf(given: CcfArguments): Promise<void> {
  const deviation: Deviation = {
    fault: given.fault.map((name) => known('fault', name, CCF_FAULTS)),
    variant: given.variant === undefined ? undefined : known('variant', given.variant, CCF_VARIANTS),
  };
  await runNode(
    () => start(given, deviation),
    async (ccf) => {
      await writeTargetFile(given.writeTarget, targetOf(ccf, given, deviation));
      const { apiRoot, onboardingRoot } = ccf;
      return { ready: 'ccf', apiRoot, ...(onboardingRoot && { onboardingRoot }), target: given.writeTarget };
    },
  );
}

/** The name, if the table has it. */
function known<Name extends string>(kind: string, name: string, table: Readonly<Record<Name, unknown>>): Name {
  const isKnown = (word: string): word is Name => Object.hasOwn(table, word);
  if (isKnown(name)) return name;
  const advice = suggestion(name, Object.keys(table)) || '; "capif-conformance simulate ccf --help" lists them';
  throw new CliProblem(`--${kind}: unknown ${kind} ${JSON.stringify(name)}${advice}`);
}

async function start({ host, port, policy }: CcfArguments, deviation: Deviation): Promise<Ccf> {
  try {
    return await startCcf({ host, port, ...deviation, policy: { retain: policy === 'retain' } });
  } catch (error) {
    throw new CliProblem(cannotListen(codeOf(error), host, port) ?? raised(error));
  }
}

function cannotListen(code: string | undefined, host: string, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `--port: ${host} port ${port} is in use already; name another, or 0 for a free one`;
    case 'EACCES':
      return `--port: listening on port ${port} is not permitted here; name one above 1023, or 0 for a free one`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `--host: ${host} is no address of this machine; name one that is, such as 127.0.0.1`;
    default:
      return undefined;
  }
}

/** An error that is nobody's mistake at the command line keeps its stack. */
function raised(error: unknown): never {
  throw error;
}

function targetOf(ccf: Ccf, { host, policy }: CcfArguments, { fault, variant }: Deviation): WrittenTarget {
  const { apiRoot, onboardingRoot, trust, onboardingCredential, registrationCredential } = ccf;
  const traits = [...fault, ...(variant === undefined ? [] : [variant]), ...(policy === undefined ? [] : [policy])];
  return {
    name: ['reference CCF', ...(traits.length === 0 ? [] : [`(${traits.join(', ')})`])].join(' '),
    role: 'ccf',
    dialect: 'ts29222',
    endpoints: { capif: apiRoot, ...(onboardingRoot && { onboarding: onboardingRoot }) },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    listen: { host },
    claims: { ...claimsFor(variant), retention: policy === 'retain' },
    // As for the built-in nodes: between processes of one machine, half a second is long.
    timing: { teardown: '2s', notification: '3s', deletion: '2s', quiet: '500ms', answer: '5s' },
  };
}
