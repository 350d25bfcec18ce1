/** Hooks that are run around a scenario whatever the role under test is: to put the target back, and to look inside. */
import type { HookInput } from '../hooks/contract.ts';
import type { HookResult } from '../hooks/result.ts';
import { runHook } from '../hooks/run.ts';
import type { AefTarget, CcfTarget } from '../target/target.ts';
import type { Wanted } from './surroundings.ts';

/** `reset` comes before each scenario, `inspect` with each look into storage. */
export type Aside = 'reset' | 'inspect';

export interface Asides {
  /** False when the target has no such hook. */
  can(aside: Aside): boolean;
  /** Never rejects for what the target does. */
  run(aside: Aside): Promise<HookResult>;
}

/** As the target file has them; `ccf` is what they are told. */
export function asidesOf(
  { hooks, folder, secrets }: Pick<CcfTarget | AefTarget, 'hooks' | 'folder' | 'secrets'>,
  { scenario, method }: Pick<Wanted, 'scenario' | 'method'>,
  ccf: HookInput['ccf'],
): Asides {
  return {
    can: (aside) => hooks[aside] !== undefined,
    async run(aside) {
      const hook = hooks[aside];
      if (hook === undefined) throw new Error(`hooks.${aside} is not there; ask can() first`);
      return await runHook(hook, { hook: aside, scenario, method, ccf }, { folder, secrets });
    },
  };
}
