/** The faults and the variant that the command line asks for, by name. */
import { suggestion } from '../../harness/target/yaml/suggest.ts';
import { CliProblem } from '../problem.ts';

/** As the command line has them. */
export interface DeviationArguments {
  readonly fault: readonly string[];
  readonly variant?: string;
}

/** As a simulated node takes them. */
export interface Deviation<Fault extends string = string, Variant extends string = string> {
  readonly fault: readonly Fault[];
  readonly variant: Variant | undefined;
}

/** What there is to choose from, for one role. */
export interface Deviations<Fault extends string, Variant extends string> {
  readonly faults: Readonly<Record<Fault, unknown>>;
  readonly variants: Readonly<Record<Variant, unknown>>;
}

/** Looks the names up. @throws {CliProblem} for one that this role doesn't have. */
export function deviationOf<Fault extends string, Variant extends string>(
  role: 'ccf' | 'aef' | 'invoker',
  { fault, variant }: DeviationArguments,
  { faults, variants }: Deviations<Fault, Variant>,
): Deviation<Fault, Variant> {
  return {
    fault: fault.map((name) => known(role, 'fault', name, faults)),
    variant: variant === undefined ? undefined : known(role, 'variant', variant, variants),
  };
}

/** In what it is not the plain reference, for people. */
export function traitsOf({ fault, variant }: Deviation): string[] {
  return [...fault, ...(variant === undefined ? [] : [variant])];
}

/** The name, if the table has it. */
function known<Name extends string>(
  role: string,
  kind: 'fault' | 'variant',
  name: string,
  table: Readonly<Record<Name, unknown>>,
): Name {
  const isKnown = (word: string): word is Name => Object.hasOwn(table, word);
  if (isKnown(name)) return name;
  const advice = suggestion(name, Object.keys(table)) || `; "capif-conformance simulate ${role} --help" lists them`;
  throw new CliProblem(`--${kind}: unknown ${kind} ${JSON.stringify(name)}${advice}`, 2);
}
