/** What changed from one report to another. Pure. */
import { VERDICTS, type Verdict } from '../harness/checks/judgement.ts';
import type { CheckRow, Conformance, Play } from './conformance-schema.ts';
import { compare } from './requirement-rows.ts';
import { playName } from './words.ts';

/** One judgement that both reports, or only one of them, have. */
export interface CheckChange {
  /** E.g. `ccf-offboarding · psk · TLS 1.2`. */
  readonly playing: string;
  readonly step: number;
  readonly requirement: string;
  /** Absent: it appeared. */
  readonly before?: Verdict;
  /** Absent: it vanished. */
  readonly after?: Verdict;
  /** Worse: less is proved than before, and no baseline says so beforehand. */
  readonly worse: boolean;
  /** What was seen, of the later report where it has the check. */
  readonly seen: string;
}

/** A latency that moved, in milliseconds. */
export interface LatencyChange {
  readonly playing: string;
  readonly latency: 'teardown' | 'notification' | 'deletion';
  readonly before: number;
  readonly after: number;
}

export interface Diff {
  /** Members that the two reports should have in common and have not: `target Acme CCF 2.1 → Acme CCF 2.2`. */
  readonly setting: readonly string[];
  readonly changed: readonly CheckChange[];
  readonly vanished: readonly CheckChange[];
  readonly appeared: readonly CheckChange[];
  readonly latencies: readonly LatencyChange[];
  /** Some check is worse. Latencies do not count: what is too slow, a check says. */
  readonly worse: boolean;
}

/** A latency is told when it moved by both: on machines of a CI, 100 ms come and go. */
const MOVED_BY_MS = 100;
const MOVED_BY_PART = 0.5;

/** What is different in `after`. Checks are the same when playing, step and requirement are; of a playing that was repeated the worst counts. */
export function diffOf(before: Conformance, after: Conformance): Diff {
  const [old, now] = [checksByKey(before), checksByKey(after)];
  const both = [...now].flatMap(([key, { place, check }]) => {
    const earlier = old.get(key)?.check;
    return earlier === undefined || earlier.verdict === check.verdict ? [] : [change(place, earlier, check)];
  });
  const vanished = [...old]
    .filter(([key]) => !now.has(key))
    .map(([, { place, check }]) => change(place, check, undefined));
  const appeared = [...now]
    .filter(([key]) => !old.has(key))
    .map(([, { place, check }]) => change(place, undefined, check));
  return {
    setting: settingOf(before, after),
    changed: both,
    vanished,
    appeared,
    latencies: latencyChanges(before, after),
    worse: [...both, ...vanished, ...appeared].some((one) => one.worse),
  };
}

type Place = Pick<CheckChange, 'playing' | 'step' | 'requirement'>;

function change(place: Place, before: CheckRow | undefined, after: CheckRow | undefined): CheckChange {
  return {
    ...place,
    ...(before === undefined ? {} : { before: before.verdict }),
    ...(after === undefined ? {} : { after: after.verdict }),
    worse: after === undefined || (after.known === undefined && isWorse(before?.verdict, after.verdict)),
    seen: (after ?? before)?.seen ?? '',
  };
}

/** Ruled out by a claim is worse than any judgement before it: something is no longer looked at. */
function isWorse(before: Verdict | undefined, after: Verdict): boolean {
  if (after === 'pass') return false;
  if (before === undefined) return after !== 'not-applicable';
  return after === 'not-applicable' || VERDICTS.indexOf(after) > VERDICTS.indexOf(before);
}

/** Every check under a name that is the same in every run: a requirement may be judged several times in one step. */
function checksByKey(report: Conformance): Map<string, { readonly place: Place; readonly check: CheckRow }> {
  const checks = new Map<string, { readonly place: Place; readonly check: CheckRow }>();
  for (const play of report.scenarios) {
    const times = new Map<string, number>();
    for (const { step, checks: rows } of play.steps) {
      for (const check of rows) {
        const place = { playing: playName(play), step, requirement: check.requirement };
        const name = JSON.stringify(Object.values(place));
        const time = times.get(name) ?? 0;
        times.set(name, time + 1);
        const key = `${name} ${time}`;
        const other = checks.get(key)?.check;
        if (other && VERDICTS.indexOf(other.verdict) >= VERDICTS.indexOf(check.verdict)) continue;
        checks.set(key, { place, check });
      }
    }
  }
  return new Map([...checks].sort(([a], [b]) => compare(a, b)));
}

function latencyChanges(before: Conformance, after: Conformance): LatencyChange[] {
  const old = new Map(before.scenarios.map((play) => [playName(play), play.latencies]));
  const latest = new Map(after.scenarios.map((play): [string, Play['latencies']] => [playName(play), play.latencies]));
  return [...latest].flatMap(([playing, now]) =>
    (['teardown', 'notification', 'deletion'] as const).flatMap((latency): LatencyChange[] => {
      const [was, is] = [old.get(playing)?.[latency], now?.[latency]];
      return was === undefined || is === undefined || !hasMoved(was, is)
        ? []
        : [{ playing, latency, before: was, after: is }];
    }),
  );
}

function hasMoved(before: number, after: number): boolean {
  const by = Math.abs(after - before);
  return by > MOVED_BY_MS && by > MOVED_BY_PART * Math.max(Math.abs(before), Math.abs(after));
}

function settingOf(before: Conformance, after: Conformance): string[] {
  const facts = ({ target, harness, ledger, roles }: Conformance): Record<string, string> => ({
    target: target?.name ?? 'none',
    role: roles.join(', ') || 'none',
    dialect: target?.dialect ?? 'none',
    claims: JSON.stringify(target?.claims ?? {}),
    ...(before.target?.timing && after.target?.timing && { timing: JSON.stringify(target?.timing ?? {}) }),
    harness: `${harness.name} ${harness.version}`,
    ledger: `${ledger.document} ${ledger.edition ?? ''}`.trim(),
  });
  const [was, is] = [facts(before), facts(after)];
  return Object.keys(is).flatMap((name) => (was[name] === is[name] ? [] : `${name} ${was[name]} → ${is[name]}`));
}
