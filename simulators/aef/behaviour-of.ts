import { type AefBehaviour, CONFORMANT } from './behaviour.ts';
import { AEF_FAULTS } from './faults.ts';
import type { AefOptions } from './options.ts';
import { AEF_VARIANTS } from './variants.ts';

/** The behaviour that these options ask for: conformant, then the variant, then each fault. */
export function behaviourOf({ fault = [], variant }: Pick<AefOptions, 'fault' | 'variant'>): AefBehaviour {
  const faults = typeof fault === 'string' ? [fault] : fault;
  const varied = variant === undefined ? CONFORMANT : AEF_VARIANTS[variant].change(CONFORMANT);
  return faults.reduce((behaviour, name) => AEF_FAULTS[name].change(behaviour), varied);
}
