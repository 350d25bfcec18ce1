import type { Check } from './check.ts';
import { forgotten } from './reasoning/forgotten.ts';

export const check: Check = {
  requirement: 'S5-certificate-deleted',
  expected: 'the API invoker to show its certificate no more, nor to store it or its private key',
  judge: (context) =>
    forgotten(context, {
      what: 'its certificate',
      uses: ['certificate', 'private-key'],
      // Everybody has asked for a certificate with the key once.
      controls: ['certificate'],
      kinds: ['certificate', 'private-key'],
    }),
};
