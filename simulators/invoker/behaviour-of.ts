import { CONFORMANT, type InvokerBehaviour } from './behaviour.ts';
import { INVOKER_FAULTS } from './faults.ts';
import type { InvokerOptions } from './options.ts';
import { INVOKER_VARIANTS } from './variants.ts';

/** The behaviour that these options ask for: conformant, then the variant, then each fault. */
export function behaviourOf({ fault = [], variant }: Pick<InvokerOptions, 'fault' | 'variant'>): InvokerBehaviour {
  const faults = typeof fault === 'string' ? [fault] : fault;
  const varied = variant === undefined ? CONFORMANT : INVOKER_VARIANTS[variant].change(CONFORMANT);
  return faults.reduce((behaviour, name) => INVOKER_FAULTS[name].change(behaviour), varied);
}
