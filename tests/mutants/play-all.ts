/** Plays every scenario of a role against one deviating reference node and tells, for each requirement, the worst that was said of it. */
import { type Verdict, worst } from '../../harness/checks/judgement.ts';
import { play } from '../../harness/play/play.ts';
import { prepare } from '../../harness/play/prepare.ts';
import { expectationsFor, fittedTo, type Playing, playingsOf, type Scenario } from '../../harness/scenario/scenario.ts';
import { referenceAef } from '../../harness/surroundings/around-aef.ts';
import { referenceCcf } from '../../harness/surroundings/around-ccf.ts';
import { referenceInvoker } from '../../harness/surroundings/around-invoker.ts';
import type { SurroundingsSource } from '../../harness/surroundings/surroundings.ts';
import type { Claims, Timing } from '../../harness/target/schema.ts';
import type { ReferenceTarget } from '../../harness/target/target.ts';
import type { Expected } from '../../scenarios/requirements/broken-by/expected.ts';
import { METHODS, type Method } from '../../scenarios/requirements/ledger.ts';
import type { AefOptions } from '../../simulators/aef/aef.ts';
import type { CcfOptions } from '../../simulators/ccf/ccf.ts';
import type { InvokerOptions } from '../../simulators/invoker/invoker.ts';

/** The node under test, and in what it deviates. */
export type Deviation =
  | ({ readonly role: 'ccf' } & Pick<CcfOptions, 'fault' | 'variant'>)
  | ({ readonly role: 'aef' } & Pick<AefOptions, 'fault' | 'variant'>)
  | ({ readonly role: 'invoker' } & Pick<InvokerOptions, 'fault' | 'variant'>);

/** One row of the kill matrix. */
export interface Row {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What was said where it was not `pass`, for whoever has to find out why. */
  readonly reasons: readonly string[];
}

const { target, scenarios, ledger } = prepare({});

export { ledger };

/** The bounds matter only where something never comes: between processes of one machine these are long. */
const TIMING: Timing = { teardown: 1000, notification: 1500, deletion: 700, quiet: 150, answer: 3000 };

/** As many scenarios at a time, each with nodes of its own, so that some wait while one works. More would wait for the processor. */
const LANES = 3;

interface Run extends Playing {
  readonly scenario: Scenario;
}

/** About sessions of one TLS version each, so that they are played with all of them. */
const PER_VERSION: ReadonlySet<string> = new Set(['ccf-resumption', 'aef-resumption']);

/** Every playing that could tell something of this deviation; the TLS versions by turns. */
function playingsFor(claims: Claims, deviation: Deviation): Run[] {
  const { role } = deviation;
  return scenarios
    .filter(({ underTest }) => underTest === role)
    .filter(({ requires }) => deviates(deviation, requires.retention === true))
    .map((scenario) => fittedTo(scenario, claims))
    .flatMap((scenario) => {
      const all = playingsOf(scenario).filter(
        ({ method, tls }) => claims.methods.includes(method) && claims.tls.includes(tls),
      );
      if (PER_VERSION.has(scenario.id)) return all.map((playing) => ({ scenario, ...playing }));
      const told = byTurns(isConformant(deviation) ? scenario.methods : tellingMethods(scenario), all);
      return told.map((playing) => ({ scenario, ...playing }));
    });
}

/**
 * What a fault or variant is played with: everything that judges a row of which its table says something, and of the rest as little as judges
 * every requirement at least once. The conformant node is played with all of it.
 */
function runs(claims: Claims, deviation: Deviation, expected: Expected): Run[] {
  const all = playingsFor(claims, deviation);
  if (isConformant(deviation)) return all;
  const { breaks, follows = [], untold = [], perhaps = [] } = expected;
  const about = new Set([...breaks, ...follows, ...untold, ...perhaps]);
  const chosen = all.filter((run) => rowsOf(run).some((id) => about.has(id)));
  for (;;) {
    const judged = new Set(chosen.flatMap(rowsOf));
    const gain = (run: Run) => rowsOf(run).filter((id) => !judged.has(id)).length;
    const [best] = all.toSorted((one, other) => gain(other) - gain(one));
    if (best === undefined || gain(best) === 0) return chosen;
    chosen.push(best);
  }
}

function isConformant({ fault, variant }: Deviation): boolean {
  return fault === undefined && variant === undefined;
}

function rowsOf({ scenario, method }: Run): string[] {
  return expectationsFor(scenario, method).map(({ requirement }) => requirement.id);
}

/** Each method that has rows of its own here, or else one. */
function tellingMethods(scenario: Scenario): readonly Method[] {
  const telling = METHODS.filter(
    (one) =>
      scenario.methods.includes(one) &&
      expectationsFor(scenario, one).some(({ requirement: { methods } }) => methods.length < METHODS.length),
  );
  return telling.length > 0 ? telling : scenario.methods.slice(-1);
}

/** One playing with each method, each in the next TLS version. */
function byTurns(methods: readonly Method[], all: readonly Playing[]): Playing[] {
  return methods.flatMap((method, index) => {
    const ways = all.filter((playing) => playing.method === method);
    return ways[index % ways.length] ?? [];
  });
}

function sourceOf(tested: ReferenceTarget, deviation: Deviation): SurroundingsSource {
  const { role, ...how } = deviation;
  switch (role) {
    case 'ccf':
      return referenceCcf(tested, how as Pick<CcfOptions, 'fault' | 'variant'>, (retain) =>
        deviates(deviation, retain),
      );
    case 'aef':
      return referenceAef(tested, how as Pick<AefOptions, 'fault' | 'variant'>);
    case 'invoker':
      return referenceInvoker(tested, how as Pick<InvokerOptions, 'fault' | 'variant'>);
  }
}

/**
 * Whether the node that a scenario meets is the deviating one. One node misbehaves at a time, and the CCF that retains is another than the one
 * that does not: against a fault of the latter, the scenarios of the former would play the row of the reference once more.
 */
export function deviates({ fault }: Deviation, retains: boolean): boolean {
  return !retains || fault === undefined || fault === 'retained-data-grants-access';
}

/** @param expected - Of a fault, what its table says of it; it decides what is played, and never what is found. */
export async function playAll(
  deviation: Deviation,
  claimed: Partial<Claims> = {},
  expected: Expected = { breaks: [] },
): Promise<Row> {
  if (target.role !== 'reference') throw new Error('the kill matrix is about the built-in reference nodes');
  const tested = { ...target, claims: { ...target.claims, ...claimed }, timing: TIMING };
  const said = new Map<string, Verdict[]>();
  const reasons: string[] = [];
  const queue = runs(tested.claims, deviation, expected);
  const lane = async () => {
    const source = sourceOf(tested, deviation);
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const { scenario, method, tls } = run;
      const surroundings = await source.get({ scenario: scenario.id, method, tls, requires: scenario.requires });
      const { record } = await play({ ...run, target: tested, surroundings, ledger });
      for (const check of record.steps.flatMap(({ checks }) => checks)) {
        said.set(check.requirement, [...(said.get(check.requirement) ?? []), check.verdict]);
        if (check.verdict !== 'pass' && check.verdict !== 'not-applicable') {
          reasons.push(
            `${check.requirement} ${check.verdict} in ${run.scenario.id} ${run.method} ${run.tls}: ${check.cause ?? ''} ${check.seen}`,
          );
        }
      }
    }
    await source.close();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { verdicts: new Map([...said].map(([id, verdicts]) => [id, worst(verdicts)])), reasons: reasons.toSorted() };
}
