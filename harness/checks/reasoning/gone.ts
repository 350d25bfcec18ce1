/** The negative at the heart of steps 3 and 8: what worked before offboarding is refused after it, for a reason that fits. */
import type { ProbeRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { allOf, breached, type Cited, holds, isFinding, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import {
  type After,
  bystandersCounterparts,
  inWords,
  needsLiveness,
  outcomeOf,
  probeAfter,
  probeBefore,
  probesAfter,
  putAt,
  worked,
} from './probe.ts';
import { type Offboarding, offboarding } from './success.ts';
import { isPast } from './windows.ts';

/** All of these probes of the victim are refused at last, each with its control accepted before. */
export function allGone(context: CheckContext, probes: readonly string[]): Finding {
  const success = offboarding(context);
  if (isFinding(success)) return success;
  return allOf(probes.map((probe) => gone(context, success, probe)));
}

/** What the victim has to be gone after. */
type Act = After & Pick<Offboarding, 'exchange' | 'answeredAt'>;

/** One probe of the victim is refused at last, its control having been accepted. */
export function gone(context: CheckContext, act: Act, name: string): Finding {
  const { evidence, timing } = context;
  const what = inWords(name);
  const control = probeBefore(evidence, name, 'victim', act);
  if (!worked(control)) {
    const seen = control === undefined ? 'not tried' : `without success (${control.seen})`;
    return unclear('precondition-failed', `${what} ${seen} before offboarding`, [control]);
  }
  const settled = acceptedLate(context, act, name) ?? probeAfter(evidence, name, 'victim', act);
  if (settled === undefined) return unclear('no-traffic', `${what} not tried after offboarding`, [control]);
  const cited = [control, settled, act.exchange];
  switch (outcomeOf(settled)) {
    case 'not-available':
      return unclear('not-observable', `${what} not available: ${settled.seen}`, cited);
    case 'wrong-cause':
      return unclear('wrong-cause', `${what} failed for a reason that proves nothing: ${settled.seen}`, cited);
    case 'accepted':
      // Deletion may take effect late within the window that the target declares.
      return isPast(putAt(evidence, settled), act.answeredAt, timing.deletion)
        ? breached(`${what} still accepted after offboarding (${settled.seen})`, cited)
        : unclear(
            'window-too-short',
            `${what} accepted, but before the deletion window of ${timing.deletion} ms was over`,
            cited,
          );
    case 'refused':
      return refused(context, act, settled, cited);
  }
}

/** What was accepted once deletion had to be in effect stays accepted, whoever is asked next and refuses: not all replicas of a node need know. */
function acceptedLate({ evidence, timing }: CheckContext, act: Act, name: string): ProbeRecord | undefined {
  return probesAfter(evidence, name, 'victim', act).findLast(
    (probe) => outcomeOf(probe) === 'accepted' && isPast(putAt(evidence, probe), act.answeredAt, timing.deletion),
  );
}

/** A refusal that could also come from a node that is down counts only while the node serves somebody else. */
function refused({ evidence }: CheckContext, act: After, settled: ProbeRecord, cited: Cited): Finding {
  const seen = `${inWords(settled.probe)} refused (${settled.seen})`;
  if (!needsLiveness(evidence, settled)) return holds(seen, cited);
  const served = bystandersCounterparts(settled.probe)
    .map((name) => probeAfter(evidence, name, 'bystander', act))
    .find((probe) => probe !== undefined && outcomeOf(probe) === 'accepted');
  return served !== undefined
    ? holds(`${seen} while a bystander's is accepted`, [...cited, served])
    : unclear(
        'wrong-cause',
        `${seen}, with no bystander served alike to show that it is about this API invoker`,
        cited,
      );
}
