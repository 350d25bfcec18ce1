/** Which scenarios a target can be tested by, and which its role or its claims rule out. */
import type { Playing, Scenario } from '../scenario/scenario.ts';
import { playingsOf } from '../scenario/scenario.ts';
import type { Target } from '../target/target.ts';

/** One scenario, played in every way that it knows. */
export interface Playable {
  readonly scenario: string;
  /** The ways in which it can be played: `psk · TLS 1.2`. */
  readonly ways: readonly string[];
  /** Why it cannot be played in the others, each reason once. */
  readonly because: readonly string[];
}

/** Says why a playing is ruled out, or undefined where it is not. */
export type RuledOut = (scenario: Scenario, playing: Playing) => string | undefined;

/** Scenarios of other roles are left out. */
export function playable(target: Target, scenarios: readonly Scenario[], ruledOut: RuledOut): Playable[] {
  return scenarios
    .filter(({ underTest }) => target.role === 'reference' || target.role === underTest)
    .map((scenario) => {
      const playings = playingsOf(scenario).map((playing) => ({ playing, because: ruledOut(scenario, playing) }));
      const ways = playings.flatMap(({ playing: { method, tls }, because }) =>
        because === undefined ? [`${method} · TLS ${tls}`] : [],
      );
      const reasons = playings.flatMap(({ because }) => because ?? []);
      return { scenario: scenario.id, ways, because: [...new Set(reasons)] };
    });
}
