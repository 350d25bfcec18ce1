import type { Method, Requirement, Role } from '../../scenarios/requirements/ledger.ts';
import type { TLS_VERSIONS } from '../target/fields.ts';
import type { Location } from '../target/yaml/problem.ts';
import type { Requires } from './requires.ts';
import type { AWAITED } from './schema.ts';

/** A requirement that a step lets us judge, and where the file says so. */
export interface Expectation {
  readonly requirement: Requirement;
  readonly location: Location;
}

/** One numbered step: what it does, in this order, then what it waits for and asks, and what can be judged by it. */
export interface ScenarioStep {
  /** Number of the step of clause 6.8, 0 to 10. */
  readonly step: number;
  readonly title: string | undefined;
  /** Names of actions, in the order in which they are done. */
  readonly do: readonly string[];
  /** Names of probes. */
  readonly probe: readonly string[];
  /** The phase in which the probes are put. */
  readonly when: 'at-answer' | 'settled';
  readonly await: (typeof AWAITED)[number] | undefined;
  readonly expect: readonly Expectation[];
  readonly location: Location;
}

/** A TLS version that the session of step 0 can be held to. */
export type ScenarioTls = (typeof TLS_VERSIONS)[number];

/** A scenario file, validated: every name exists, every default is filled in. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly underTest: Role;
  /** One test is made of each; where one will do, of the first that the target claims. */
  readonly methods: readonly Method[];
  /** Nothing depends on the method. */
  readonly oneMethod: boolean;
  /** TLS versions of the session of step 0; one test is made of each. */
  readonly tls: readonly ScenarioTls[];
  /** The file names no TLS version: it is about none. */
  readonly anyTls: boolean;
  readonly bystander: boolean;
  readonly aefs: 1 | 2;
  /** Claims without which the scenario is not applicable; see `unmetClaim`. */
  readonly requires: Requires;
  /** Names of preconditions, in the order in which they are established. */
  readonly given: readonly string[];
  readonly steps: readonly ScenarioStep[];
  /** Of the scenario's id. */
  readonly location: Location;
}

/** What can be judged when a scenario, or one step of it, is played with this method. */
export function expectationsFor(part: Scenario | ScenarioStep, method: Method): Expectation[] {
  const steps = 'steps' in part ? part.steps : [part];
  return steps.flatMap(({ expect }) => expect.filter(({ requirement }) => requirement.methods.includes(method)));
}

/** A scenario played once. */
export interface Playing {
  readonly method: Method;
  readonly tls: ScenarioTls;
}

/** What a target claims of the ways to play with it. */
interface Claimed {
  readonly tls: readonly ScenarioTls[];
  readonly methods: readonly Method[];
}

/**
 * The scenario as it is played with a target: one that is about no TLS version takes the first that the target claims, if TLS 1.2 is none of
 * them; one that is about no method takes the first of its own that the target claims.
 */
export function fittedTo(scenario: Scenario, claims: Claimed): Scenario {
  const { anyTls, oneMethod, tls, methods } = scenario;
  return {
    ...scenario,
    tls: anyTls && !claims.tls.includes('1.2') ? claims.tls.slice(0, 1) : tls,
    methods: oneMethod
      ? [methods.find((method) => claims.methods.includes(method)) ?? methods[0]].flatMap((one) => one ?? [])
      : methods,
  };
}

/** Every playing that the scenarios have for a target of this role, as `id · method · TLS version`; `reference` is all three. */
export function playingNames(scenarios: readonly Scenario[], role: Role | 'reference'): string[] {
  return scenarios
    .filter(({ underTest }) => role === 'reference' || role === underTest)
    .flatMap((scenario) => playingsOf(scenario).map((playing) => playingName(scenario, playing)));
}

export function playingName({ id }: Pick<Scenario, 'id'>, { method, tls }: Playing): string {
  return `${id} · ${method} · TLS ${tls}`;
}

/**
 * Every way in which a scenario is played. At an AEF the AEFPSK is used in TLS 1.2 whatever TLS version the other sessions have, and derived
 * from one, so that a scenario about an AEF or API invoker is played with it once.
 */
export function playingsOf({ underTest, methods, tls }: Scenario): Playing[] {
  const once = underTest !== 'ccf' && tls.includes('1.2');
  return methods.flatMap((method) =>
    tls
      .filter((version) => method !== 'psk' || !once || version === '1.2')
      .map((version) => ({ method, tls: version })),
  );
}
