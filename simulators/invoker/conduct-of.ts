import { Conduct } from '../conduct/conduct.ts';
import { CONFORMANT, type InvokerBehaviour } from './behaviour.ts';
import { INVOKER_FAULTS, type InvokerFault } from './faults.ts';
import type { InvokerOptions } from './options.ts';
import { INVOKER_VARIANTS } from './variants.ts';

/** The conduct that these options ask for: conformant, then the variant, then each fault. */
export function conductOf({
  fault,
  variant,
}: Pick<InvokerOptions, 'fault' | 'variant'>): Conduct<InvokerBehaviour, InvokerFault> {
  return new Conduct({
    faultless: variant === undefined ? CONFORMANT : INVOKER_VARIANTS[variant].change(CONFORMANT),
    faults: INVOKER_FAULTS,
    on: fault,
  });
}
