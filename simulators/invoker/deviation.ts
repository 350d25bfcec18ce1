/** The vocabulary in which faults and variants are written: each changes one thing of a behaviour. */
import type { InvokerBehaviour, LastResort, TlsBehaviour } from './behaviour.ts';
import type { Offboarding, OffboardingStep } from './offboarding.ts';

/** From one behaviour to another. What it remembers belongs to the one API invoker that it is applied for. */
export type Change = (behaviour: InvokerBehaviour) => InvokerBehaviour;

/** A named change: what a fault or variant is. */
export interface Deviation {
  /** One sentence. */
  readonly describe: string;
  readonly change: Change;
}

/** All of these changes, first to last. */
export function both(...changes: readonly Change[]): Change {
  return (behaviour) => changes.reduce((changed, change) => change(changed), behaviour);
}

/** Has these members instead. */
export function having(part: Partial<InvokerBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, ...part });
}

export function tls(part: Partial<TlsBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, tls: { ...behaviour.tls, ...part } });
}

/** Every session of its own is opened so. */
export function sessions(part: TlsBehaviour['sessions']): Change {
  return (behaviour) => tls({ sessions: { ...behaviour.tls.sessions, ...part } })(behaviour);
}

/** Does this too when it is asked to act and holds nothing to act with. */
export function resorting(resort: LastResort): Change {
  return (behaviour) => ({ ...behaviour, lastResorts: [...behaviour.lastResorts, resort] });
}

/** Rewrites the table of offboarding. */
export function steps(rewrite: (steps: readonly OffboardingStep[]) => readonly OffboardingStep[]): Change {
  return (behaviour) => ({ ...behaviour, offboarding: rewrite(behaviour.offboarding) });
}

/** Leaves this step out. */
export function without(name: string): Change {
  return steps((table) => {
    const left = find(table, name);
    return table.filter((step) => step !== left);
  });
}

/** Does something else in place of this step. */
export function instead(
  name: string,
  act: (offboarding: Offboarding, usual: OffboardingStep['act']) => void | Promise<void>,
): Change {
  return steps((table) => {
    const replaced = find(table, name);
    const changed: OffboardingStep = { ...replaced, act: (offboarding) => act(offboarding, replaced.act) };
    return table.map((step) => (step === replaced ? changed : step));
  });
}

/** Does something more when this step is done. */
export function after(name: string, act: OffboardingStep['act']): Change {
  return instead(name, async (offboarding, usual) => {
    await usual(offboarding);
    await act(offboarding);
  });
}

function find(table: readonly OffboardingStep[], name: string): OffboardingStep {
  const step = table.find((one) => one.name === name);
  if (step === undefined)
    throw new Error(`offboarding has no step "${name}"; it has ${table.map((one) => one.name).join(', ')}`);
  return step;
}
