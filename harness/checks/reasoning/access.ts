/** Which of an invoker's ways in worked before offboarding, and so can be asked for again. */
import type { Subject } from '../../evidence/timeline.ts';
import type { CheckContext } from '../check.ts';
import { worked } from './probe.ts';

/** The probes behind the negatives of step 3 that open something; sessions are step 6's, and a CRL opens nothing. */
const ACCESS = [
  'discovery',
  'context-write',
  'events',
  'profile-put',
  'profile-patch',
  'trusted-invoker',
  'aefpsk',
  'token',
  'token-with-secret',
] as const;

/**
 * The probes of that subject whose control was accepted. The control of `context-write` comes with setting the
 * invoker up, asked for or not; it counts only where the scenario put the probe afterwards.
 */
export function accessProbes({ evidence }: CheckContext, subject: Subject): readonly string[] {
  return ACCESS.filter((name) => {
    if (name === 'context-write' && evidence.probe(name, subject, 'settled') === undefined) return false;
    return worked(evidence.probe(name, subject, 'control'));
  });
}

/** Of the victim's, those that the target's claims do not exempt from deletion. */
export function accessToDelete(context: CheckContext): readonly string[] {
  const { edition, onboardSecret } = context.claims;
  const exempt = [...(edition === 'published' ? ['aefpsk'] : []), ...(onboardSecret ? [] : ['token-with-secret'])];
  return accessProbes(context, 'victim').filter((name) => !exempt.includes(name));
}
