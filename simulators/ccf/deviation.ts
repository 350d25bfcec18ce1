/** The vocabulary in which faults and variants are written: each changes one thing of a behaviour. */
import { delay } from '../wire/clock.ts';
import type { AccessBehaviour, CcfBehaviour, FormBehaviour, NotificationBehaviour, TlsBehaviour } from './behaviour.ts';
import type { Offboarding, OffboardingStep } from './offboarding.ts';
import type { Decision, OffboardingCase } from './verification.ts';

/** From one behaviour to another. */
export type Change = (behaviour: CcfBehaviour) => CcfBehaviour;

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

export function tls(part: Partial<TlsBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, tls: { ...behaviour.tls, ...part } });
}

export function listener(part: TlsBehaviour['listener']): Change {
  return (behaviour) => tls({ listener: { ...behaviour.tls.listener, ...part } })(behaviour);
}

export function access(part: Partial<AccessBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, access: { ...behaviour.access, ...part } });
}

/** Serves a former certificate in these cases too. */
export function admitting(admits: AccessBehaviour['admitsFormer']): Change {
  return (behaviour) => {
    const before = behaviour.access.admitsFormer;
    return access({ admitsFormer: (request, node) => before(request, node) || admits(request, node) })(behaviour);
  };
}

/** Decides an offboarding request differently; undefined: as before. */
export function deciding(decision: (found: OffboardingCase) => Decision | undefined): Change {
  return (behaviour) => {
    const before = behaviour.offboarding.decide;
    const decide = (found: OffboardingCase) => decision(found) ?? before(found);
    return { ...behaviour, offboarding: { ...behaviour.offboarding, decide } };
  };
}

export function notification(part: Partial<NotificationBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, notification: { ...behaviour.notification, ...part } });
}

export function form(part: Partial<FormBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, form: { ...behaviour.form, ...part } });
}

/** Rewrites the table of offboarding. */
export function steps(rewrite: (steps: readonly OffboardingStep[]) => readonly OffboardingStep[]): Change {
  return (behaviour) => ({
    ...behaviour,
    offboarding: { ...behaviour.offboarding, steps: rewrite(behaviour.offboarding.steps) },
  });
}

/** Leaves these steps out. */
export function without(...names: readonly string[]): Change {
  return steps((table) => {
    for (const name of names) find(table, name);
    return table.filter(({ name }) => !names.includes(name));
  });
}

/** Does something else in place of this step. */
export function instead(
  name: string,
  act: (offboarding: Offboarding, usual: OffboardingStep['act']) => unknown,
): Change {
  return steps((table) => {
    const { act: usual } = find(table, name);
    return table.map((step) =>
      step.name === name ? { ...step, act: (offboarding) => act(offboarding, usual) } : step,
    );
  });
}

/** Notifies before it answers, but waits no longer than a second for AEFs that are down. */
export const notifyingFirst: Change = steps((table) => {
  const { act, ...notify } = find(table, 'notify');
  const early = { ...notify, act: (offboarding: Offboarding) => Promise.race([act(offboarding), delay(1000)]) };
  return table
    .filter(({ name }) => name !== 'notify')
    .flatMap((step) => (step.name === 'answer' ? [early, step] : [step]));
});

/** All deletion of step 3 takes effect this long after the answer, in ms. */
export function deletingLate(ms: number): Change {
  return steps((table) => {
    const deletions = table.filter(({ step, name }) => step === 3 && name !== 'verify');
    const late = async (offboarding: Offboarding) => {
      await delay(ms);
      for (const { act } of deletions) await act(offboarding);
    };
    // What comes after the answer does not wait for it.
    const begun: OffboardingStep = {
      step: 3,
      name: 'late-deletion',
      clause: `the deletions, ${ms} ms late`,
      act: (offboarding) => void late(offboarding),
    };
    return table
      .filter((step) => !deletions.includes(step))
      .flatMap((step) => (step.name === 'answer' ? [step, begun] : [step]));
  });
}

function find(table: readonly OffboardingStep[], name: string): OffboardingStep {
  const step = table.find((one) => one.name === name);
  if (step === undefined)
    throw new Error(`offboarding has no step "${name}"; it has ${table.map((one) => one.name).join(', ')}`);
  return step;
}
