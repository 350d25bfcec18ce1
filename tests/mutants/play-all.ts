/** Plays every ccf scenario against one deviating reference CCF and tells, for each requirement, the worst that was said of it. */
import { type Verdict, worst } from '../../harness/checks/judgement.ts';
import { play } from '../../harness/play/play.ts';
import { prepare } from '../../harness/play/prepare.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Claims, Timing } from '../../harness/target/schema.ts';
import { referenceCcf } from '../../harness/target/under-test.ts';
import type { Method } from '../../scenarios/requirements/ledger.ts';
import type { CcfOptions } from '../../simulators/ccf/ccf.ts';

export type Deviation = Pick<CcfOptions, 'fault' | 'variant'>;

/** One row of the kill matrix. */
export interface Row {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What was said where it was not `pass`, for whoever has to find out why. */
  readonly reasons: readonly string[];
}

const { target, scenarios } = prepare({});
export const { ledger } = prepare({});

/** The bounds matter only where something never comes: between processes of one machine these are long. */
const TIMING: Timing = { teardown: 1000, notification: 1500, deletion: 700, quiet: 150, answer: 1500 };

/** Two scenarios at a time, each with a CCF of its own, so that one waits while the other works. */
const LANES = 2;

interface Run {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly tls: '1.2' | '1.3';
}

/**
 * Every scenario, but not every combination of it: no misbehaviour is about a combination, so each TLS version once, and of the methods only
 * those with rows of their own (TLS-PSK and OAuth), are enough to catch it. A variant is played with all that it claims to speak.
 */
function runs(claims: Claims, { variant }: Deviation): Run[] {
  const told = variant === undefined ? claims.methods.filter((method) => method !== 'pki') : claims.methods;
  return scenarios.flatMap((scenario) => {
    const methods = scenario.methods.filter((method) => told.includes(method));
    const versions = scenario.tls.filter((tls) => claims.tls.includes(tls));
    const perVersion = scenario.id === 'ccf-resumption';
    const count = perVersion ? versions.length : scenario.id === 'ccf-retention' ? 1 : methods.length;
    return Array.from({ length: count }, (_, index) => ({
      scenario,
      method: methods[index % methods.length] ?? 'oauth',
      tls: versions[index % versions.length] ?? scenario.tls[0] ?? '1.2',
    }));
  });
}

function isAboutRetention({ fault }: Deviation): boolean {
  return fault === 'retained-data-grants-access';
}

export async function playAll(deviation: Deviation, claimed: Partial<Claims> = {}): Promise<Row> {
  if (target.role !== 'reference') throw new Error('the kill matrix is about the built-in reference nodes');
  const tested = { ...target, claims: { ...target.claims, ...claimed }, timing: TIMING };
  const said = new Map<string, Verdict[]>();
  const reasons: string[] = [];
  const queue = runs(tested.claims, deviation);
  const lane = async () => {
    // One node misbehaves at a time: the CCF that retains is another than the one that does not.
    const source = referenceCcf(
      tested,
      deviation,
      (retain) => !retain || deviation.variant !== undefined || isAboutRetention(deviation),
    );
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const ccf = await source.get(run.scenario.requires);
      const { record } = await play({ ...run, target: tested, ccf, ledger });
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
