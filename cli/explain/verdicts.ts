/** What counts: by which observation a requirement gets which verdict, in words made from its row of the ledger. */

import { enumerate } from '../../reports/words.ts';
import type { Requirement } from '../../scenarios/requirements/ledger.ts';
import { METHODS } from '../../scenarios/requirements/ledger.ts';
import type { ScenarioEntry } from '../catalogue/catalogue.ts';

/** A verdict and what earns it. */
export type Counts = readonly (readonly [verdict: string, when: string])[];

/** What each verdict takes, in the order in which verdicts worsen. Only what can happen is there. */
export function whatCounts(requirement: Requirement, expected: string, judging: readonly ScenarioEntry[]): Counts {
  const { level, control } = requirement;
  const controlled = control === 'none' ? '' : `; and what must have worked before did: ${control}`;
  const claims = claimsThatRuleOut(requirement, judging);
  return [
    ...notApplicable(requirement, claims),
    [
      'pass',
      level === 'info'
        ? 'always: what was seen is recorded'
        : `the harness expected ${expected}, and saw it${controlled}`,
    ],
    ...warnings(requirement),
    ...(level === 'info' ? [] : [['inconclusive', untold(requirement)] as const]),
    ...(level === 'shall'
      ? [['fail', 'the contrary was seen, for a reason that is the implementation’s own'] as const]
      : []),
    ['error', 'the harness failed; it says nothing about the implementation'],
  ];
}

/** Only a claim makes a requirement not applicable, unless its control says what else does. */
function notApplicable({ control }: Requirement, claims: readonly string[]): Counts {
  const byClaim = claims.length === 0 ? [] : [`by a claim of the target: ${claims.join('; ')}`];
  if (/not applicable/.test(control)) {
    return [['not applicable', [...byClaim, 'where what must have worked before was tried and did not'].join('; ')]];
  }
  return byClaim.map((when) => ['not applicable', `only ${when}`]);
}

function warnings({ level, observed }: Requirement): Counts {
  if (level === 'should') return [['warn', 'the contrary was seen: it is a "should", so the run does not fail']];
  const tolerated = /([^;(]*) tolerated with a warning/.exec(observed)?.[1];
  return tolerated === undefined ? [] : [['warn', `${tolerated.trim()} tolerated, though not what is right`]];
}

function untold({ level, control }: Requirement): string {
  const without = control === 'none' ? 'what is to be judged never came about' : `the control is missing (${control})`;
  const refused =
    ', or something was refused or closed for a cause that proves nothing (5xx, timeout, nobody listening)';
  return `${without}${refused}; ${level === 'shall' ? 'the run then fails, for nothing was proved' : 'the run goes on'}`;
}

function claimsThatRuleOut({ edition, methods }: Requirement, judging: readonly ScenarioEntry[]): string[] {
  const required = judging.map(({ scenario }) => Object.entries(scenario.requires));
  const everywhere = required[0]?.filter(([name, value]) =>
    required.every((claims) => claims.some(([other, wanted]) => other === name && wanted === value)),
  );
  return [
    ...(edition === 'change-1' ? ['claims.edition: published'] : []),
    ...(methods.length === METHODS.length ? [] : [`claims.methods without ${enumerate(methods)}`]),
    ...(everywhere ?? []).map(([name, value]) => `claims.${name} other than ${value}`),
  ];
}
