/** The vocabulary in which faults and variants are written: each changes one thing of a behaviour. */
import { delay } from '../wire/clock.ts';
import type { AccessBehaviour, AefBehaviour, FormBehaviour, NotificationBehaviour, TlsBehaviour } from './behaviour.ts';
import type { Offboarding, OffboardingStep } from './offboarding.ts';

/** From one behaviour to another. What it remembers belongs to the one AEF that it is applied for. */
export type Change = (behaviour: AefBehaviour) => AefBehaviour;

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

/** Serves these too, though nobody trusted is behind the request. */
export function admitting(admits: AccessBehaviour['admits']): Change {
  return (behaviour) => {
    const before = behaviour.access.admits;
    return access({ admits: (node, connection) => before(node, connection) ?? admits(node, connection) })(behaviour);
  };
}

/** Takes notifications from these senders too. */
export function accepting(accepts: NotificationBehaviour['acceptsFrom']): Change {
  return (behaviour) => {
    const before = behaviour.notification.acceptsFrom;
    return { ...behaviour, notification: { acceptsFrom: (notifier) => before(notifier) || accepts(notifier) } };
  };
}

export function form(part: Partial<FormBehaviour>): Change {
  return (behaviour) => ({ ...behaviour, form: { ...behaviour.form, ...part } });
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
  act: (offboarding: Offboarding, usual: OffboardingStep['act']) => unknown,
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

/** Begins with this. A Response that it answers is all that happens. `usual` is the table without it. */
export function first(act: (offboarding: Offboarding, usual: readonly OffboardingStep[]) => unknown): Change {
  return steps((table) => {
    const begin: OffboardingStep = {
      step: 8,
      name: 'begin',
      clause: 'not in the clause',
      act: (offboarding) => act(offboarding, table),
    };
    return [begin, ...table];
  });
}

/** Does these steps only when the acknowledgement has been out for so long, in ms. */
export function late(ms: number, ...names: readonly string[]): Change {
  return steps((table) => {
    const delayed = names.map((name) => find(table, name));
    const arranged: OffboardingStep = {
      step: 10,
      name: 'late',
      clause: `${names.join(', ')}: ${ms} ms after the acknowledgement`,
      act(offboarding) {
        offboarding.notifier.afterAnswer(async () => {
          await delay(ms);
          for (const { act } of delayed) await act(offboarding);
        });
      },
    };
    return table
      .filter((step) => !delayed.includes(step))
      .flatMap((step) => (step.name === 'acknowledge' ? [arranged, step] : [step]));
  });
}

function find(table: readonly OffboardingStep[], name: string): OffboardingStep {
  const step = table.find((one) => one.name === name);
  if (step === undefined)
    throw new Error(`offboarding has no step "${name}"; it has ${table.map((one) => one.name).join(', ')}`);
  return step;
}
