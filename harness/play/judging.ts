/** From the recording of a scenario to its record: each step's expectations, judged. */
import type { Ledger } from '../../scenarios/requirements/ledger.ts';
import { ACTIONS } from '../actions/registry.ts';
import type { CheckContext } from '../checks/check.ts';
import { judgeRequirement } from '../checks/judge.ts';
import { worst } from '../checks/judgement.ts';
import { checkFor } from '../checks/registry.ts';
import type { Leftover, RunRecord, RunRecordCheck, RunRecordStep } from '../evidence/run-record.ts';
import type { Timeline } from '../evidence/timeline.ts';
import { EvidenceView } from '../evidence/view.ts';
import { PROBES } from '../probes/registry.ts';
import { unmetClaim } from '../scenario/requires.ts';
import { expectationsFor, type ScenarioStep } from '../scenario/scenario.ts';
import { contradictedClaims } from './claims.ts';
import type { Cast } from './play.ts';

/** Judges every expectation of every step. */
export function judgeSteps({ scenario, method, target, surroundings }: Cast, timeline: Timeline): RunRecordStep[] {
  const context: CheckContext = {
    evidence: new EvidenceView(timeline),
    claims: { ...target.claims, ...surroundings.claims },
    timing: target.timing,
    method,
    underTest: scenario.underTest,
  };
  return scenario.steps.map((step) => ({
    ...headOf(step),
    checks: expectationsFor(step, method).map(({ requirement, location }) => ({
      ...judgeRequirement(requirement, context),
      location,
    })),
  }));
}

/** When a claim rules the scenario out: why, and every check as not applicable; undefined when it can be played. */
export function notApplicableSteps(cast: Cast): { because: string; steps: RunRecordStep[] } | undefined {
  const because = ruledOut(cast);
  if (because === undefined) return undefined;
  const steps = cast.scenario.steps.map((step) => ({
    ...headOf(step),
    checks: expectationsFor(step, cast.method).map(({ requirement, location }): RunRecordCheck => {
      const { id, level, clause, statement } = requirement;
      const expected = checkFor(id)?.expected ?? statement;
      const reason = `not applicable: ${because} (${clause})`;
      return {
        requirement: id,
        level,
        verdict: 'not-applicable',
        expected,
        seen: because,
        reason,
        clause,
        evidence: [],
        location,
      };
    }),
  }));
  return { because, steps };
}

/** The claim that rules a playing out, in words; undefined when it can be played. */
export function ruledOut({
  scenario,
  method,
  tls,
  target: { claims },
}: Pick<Cast, 'scenario' | 'method' | 'tls' | 'target'>): string | undefined {
  if (!claims.methods.includes(method))
    return `the target claims the methods ${claims.methods.join(', ')}, not ${method}`;
  if (!claims.tls.includes(tls)) return `the target claims TLS ${claims.tls.join(', ')}, not ${tls}`;
  return unmetClaim(scenario.requires, claims);
}

function headOf(step: ScenarioStep): Omit<RunRecordStep, 'checks'> {
  const did = [
    ...step.do.map((name) => ACTIONS[name]?.describe ?? name),
    ...(step.await === undefined ? [] : [`waits: ${step.await}`]),
    ...step.probe.map((name) => `${PROBES[name]?.describe ?? name} (${step.when})`),
  ];
  return { step: step.step, title: step.title ?? STEP_TITLES[step.step] ?? '', location: step.location, did };
}

/** The clause's steps in our words, for steps that a file gives no title. */
const STEP_TITLES: Readonly<Record<number, string>> = {
  0: 'TLS session between CCF and API invoker',
  1: 'event in the API invoker',
  2: 'Offboard API invoker request',
  3: 'CCF verifies and deletes',
  4: 'Offboard API invoker response',
  5: 'API invoker deletes',
  6: 'CCF tears down the TLS session',
  7: 'Event notification',
  8: 'AEF deletes',
  9: 'AEF tears down the TLS connection',
  10: 'Event notification acknowledge',
};

/** Puts the record together. */
export function recordOf(
  { scenario, method, tls, target, surroundings, ledger }: Cast & { ledger: Ledger },
  played: {
    readonly startedAt: Date;
    readonly durationMs: number;
    readonly timeline: Timeline;
    readonly steps: readonly RunRecordStep[];
    readonly notApplicableBecause: string | undefined;
    readonly leftovers: readonly Leftover[];
  },
): RunRecord {
  const verdicts = played.steps.flatMap(({ checks }) => checks.map(({ verdict }) => verdict));
  const claimFindings = contradictedClaims(target.claims, played.timeline, surroundings);
  const faulty = played.timeline.some((entry) => entry.kind === 'fault');
  return {
    schemaVersion: '1',
    scenario: scenario.id,
    title: scenario.title,
    file: scenario.location.file,
    underTest: scenario.underTest,
    method,
    tls,
    target: {
      name: target.name,
      role: target.role,
      dialect: target.dialect,
      claims: { ...target.claims },
      timing: { ...target.timing },
    },
    ledger: { document: ledger.document, edition: target.claims.edition },
    startedAt: played.startedAt.toISOString(),
    durationMs: played.durationMs,
    verdict: faulty ? 'error' : worst(verdicts),
    ...(played.notApplicableBecause === undefined ? {} : { notApplicableBecause: played.notApplicableBecause }),
    steps: played.steps,
    ...(played.leftovers.length === 0 ? {} : { leftovers: played.leftovers }),
    ...(claimFindings.length === 0 ? {} : { claimFindings }),
    timeline: played.timeline,
  };
}
