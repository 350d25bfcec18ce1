import { Conduct } from '../conduct/conduct.ts';
import { type AefBehaviour, CONFORMANT } from './behaviour.ts';
import { AEF_FAULTS, type AefFault } from './faults.ts';
import type { AefOptions } from './options.ts';
import { AEF_VARIANTS } from './variants.ts';

/** The conduct that these options ask for: conformant, then the variant, then each fault. */
export function conductOf({ fault, variant }: Pick<AefOptions, 'fault' | 'variant'>): Conduct<AefBehaviour, AefFault> {
  return new Conduct({
    faultless: variant === undefined ? CONFORMANT : AEF_VARIANTS[variant].change(CONFORMANT),
    faults: AEF_FAULTS,
    on: fault,
    fixed: ({ tls }) => tls.listener,
  });
}
