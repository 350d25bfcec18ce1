/** What the checks of all scenarios together say of each requirement. */
import { isDeviation } from '../harness/baseline/match.ts';
import { worst } from '../harness/checks/judgement.ts';
import { type Requirement, ROLES } from '../scenarios/requirements/ledger.ts';
import type { CheckRow, Play, RequirementRow } from './conformance-schema.ts';

/** What a report needs to know of a row of the ledger. */
export type LedgerRow = Pick<Requirement, 'id' | 'step' | 'level' | 'clause' | 'roles'> &
  Partial<Pick<Requirement, 'methods'>>;

/** One judgement and the playing that it belongs to. */
export interface Judged {
  readonly play: Play;
  readonly check: CheckRow;
}

/** Every judgement of a report, in its order. */
export function checksOf(scenarios: readonly Play[]): Judged[] {
  return scenarios.flatMap((play) => play.steps.flatMap((step) => step.checks.map((check) => ({ play, check }))));
}

/** The ways of playing that a target claims; undefined where its records do not say. */
export interface Claimed {
  readonly methods: readonly unknown[] | undefined;
  readonly tls: readonly unknown[] | undefined;
}

/**
 * Whether a requirement means something for a method that the target claims, but all playings that could have judged it were with a method or a
 * TLS version that it does not claim: then it was not judged at all, however many scenarios were not applicable.
 */
function isOnlyOfOthers(
  { methods = [] }: Partial<LedgerRow>,
  judgements: readonly Judged[],
  claimed: Claimed,
): boolean {
  if (!methods.some((method) => claimed.methods?.includes(method))) return false;
  return judgements.every(
    ({ play }) => claimed.methods?.includes(play.method) === false || claimed.tls?.includes(play.tls) === false,
  );
}

/**
 * One row for every requirement that was judged, in the order of the ledger, with the worst verdict it got.
 *
 * @param scenarios - In the order of the report.
 * @param claimed - What the target claims.
 */
export function requirementRows(
  scenarios: readonly Play[],
  ledger: readonly LedgerRow[],
  claimed: Claimed = { methods: undefined, tls: undefined },
): RequirementRow[] {
  const judgements = new Map<string, Judged[]>();
  for (const judged of checksOf(scenarios)) {
    const id = judged.check.requirement;
    judgements.set(id, [...(judgements.get(id) ?? []), judged]);
  }
  const inLedger = new Set(ledger.map((row) => row.id));
  // A record may know a requirement that this ledger does not: it is told at the end rather than lost.
  const foreign = [...judgements.keys()].filter((id) => !inLedger.has(id)).sort(compare);
  return [
    ...ledger.flatMap((row) => {
      const all = judgements.get(row.id) ?? [];
      return isOnlyOfOthers(row, all, claimed) ? [] : rowOf(row, all);
    }),
    ...foreign.flatMap((id) => {
      const all = judgements.get(id) ?? [];
      return all
        .slice(0, 1)
        .flatMap(({ check }) => rowOf({ id, step: stepOf(id), level: check.level, clause: check.clause }, all));
    }),
  ];
}

function rowOf(row: Omit<LedgerRow, 'roles'>, judgements: readonly Judged[]): RequirementRow[] {
  if (judgements.length === 0) return [];
  const checks = judgements.map(({ check }) => check);
  const deviating = checks.filter((check) => isDeviation(check) || check.verdict === 'error');
  const known = deviating.length > 0 && deviating.every((check) => check.known !== undefined);
  return [
    {
      id: row.id,
      step: row.step,
      level: row.level,
      clause: row.clause,
      roles: ROLES.filter((role) => judgements.some(({ play }) => play.underTest === role)),
      verdict: worst(checks.map(({ verdict }) => verdict)),
      scenarios: [...new Set(judgements.map(({ play }) => play.id))],
      ...(known ? { known } : {}),
    },
  ];
}

/** The number of the step in an id such as `S6-torn-down`; 0 when it names none. */
export function stepOf(id: string): number {
  return Number(/^S(10|[0-9])-/.exec(id)?.[1] ?? 0);
}

/** By code units: the same everywhere, whatever the locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
