import type { Check } from './check.ts';
import { notResumable } from './reasoning/not-resumable.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-not-resumable',
  expected: 'the ended TLS session not to be resumed into service',
  judge: (context) => notResumable(context, offboarding(context), 'resumption'),
};
