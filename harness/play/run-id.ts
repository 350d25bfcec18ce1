import { randomId } from '../../simulators/wire/dice.ts';
import { fingerprintKey } from '../evidence/secrets.ts';

/**
 * The id of a run, by which its requests are found in a target's log: `CAPIF_RUN`, which a CI system may set to its own, or one that is new.
 * Kept in the environment, which workers inherit.
 */
export function beginRun(env: Record<string, string | undefined> = process.env): string {
  // What else would end a header, or the User-Agent's comment, has no place in it.
  const wished = (env.CAPIF_RUN ?? '').replaceAll(/[^\w.:-]/g, '').slice(0, 64);
  const run = wished === '' ? randomId('') : wished;
  env.CAPIF_RUN = run;
  // Before there are workers, lest each makes a key of its own.
  fingerprintKey(env);
  return run;
}
