/** The words and names that every report uses alike. */
import type { Verdict } from '../harness/checks/judgement.ts';
import type { Method, Role } from '../scenarios/requirements/ledger.ts';

/** A verdict in words that complete "3 …". */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  warn: 'warned',
  fail: 'failed',
  inconclusive: 'could not be told',
  'not-applicable': 'not applicable',
  error: 'in error',
};

/** A verdict in one character, for the start of a line. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  inconclusive: '?',
  'not-applicable': '–',
  error: '‼',
};

/** The steps of TS 33.122 figure 6.8-1, by number. */
export const STEP_NAMES = [
  'TLS session on CAPIF-1e',
  'Trigger in the API invoker',
  'Offboard API invoker request',
  'Verification and deletion (CCF)',
  'Offboard API invoker response',
  'Deletion (API invoker)',
  'Teardown by the CCF',
  'Event notification',
  'Deletion (AEF)',
  'Teardown by the AEF',
  'Notification acknowledge',
] as const;

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  ccf: 'CAPIF core function',
  aef: 'API exposing function',
  invoker: 'API invoker',
};

/** One playing of a scenario, e.g. `ccf-offboarding-psk · psk · TLS 1.2`. */
export function playName(play: { readonly id: string; readonly method: Method; readonly tls: string }): string {
  return `${play.id} · ${play.method} · TLS ${play.tls}`;
}

/** `1 test`, `2 tests`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Of playings, or shards, that are missing: one sentence each, or one for all where a reason is that of many. */
export function notPlayedWords(missing: readonly { readonly test: string; readonly reason: string }[]): string[] {
  return [...new Set(missing.map(({ reason }) => reason))].flatMap((reason) => {
    const [first = '', ...others] = missing.flatMap((one) => (one.reason === reason ? [one.test] : []));
    if (others.length < MANY) return [first, ...others].map((test) => `${test} was not played: ${reason}`);
    return [`${first} and ${others.length} others were not played: ${reason}`];
  });
}

const MANY = 3;

/** What of the plan nothing is known of, in a sentence. */
export function leftOutWords(planned: readonly string[], known: readonly string[]): string[] {
  const left = planned.filter((name) => !known.includes(name));
  const [first = '', ...others] = left;
  if (left.length === 0) return [];
  const which = others.length < MANY ? enumerate(left) : `${first} and ${others.length} others`;
  return [`${which} ${left.length === 1 ? 'was' : 'were'} left out: by a filter, or by a shard that is not here.`];
}
