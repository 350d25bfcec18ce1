/** The negative at the heart of step 5: what the invoker had is neither used nor stored any more. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { CredentialKind, ExchangeEntry } from '../../evidence/timeline.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { allOf, breached, holds, isFinding, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { offboardRequests, type Provided, provided, succeeded } from './offboarded.ts';
import { isEitherNode, isServiceApi, type Presented, presented, type Use } from './presented.ts';
import { residueOf } from './residue.ts';
import { isPast, micros } from './windows.ts';

/** What one row of step 5 looks for. */
export interface Wanted {
  /** In words, e.g. `the AEFPSK`. */
  readonly what: string;
  /** Uses on the wire that only somebody who kept it can make; none for what is never shown. */
  readonly uses: readonly Use[];
  /** Uses before the offboarding that show that it had it; by default `uses`. */
  readonly controls?: readonly Use[];
  /** As what a store would hold it. */
  readonly kinds: readonly CredentialKind[];
  /** Nobody needs it to act again, so that not showing it says nothing: the storage alone can. */
  readonly silent?: 'proves nothing';
}

/** The successful offboarding of the API invoker under test. */
export interface Left {
  readonly given: Provided;
  readonly exchange: ExchangeEntry;
  /** When our CCF had written its answer. */
  readonly answeredAt: Micros;
}

/** The request that our CCF answered with success; unclear when there was none. */
export function left({ evidence }: CheckContext): Left | Finding {
  const given = provided(evidence);
  if (isFinding(given)) return given;
  const requests = offboardRequests(evidence, given.action.at);
  const exchange = requests.find(succeeded);
  if (exchange === undefined) {
    const seen = requests.length === 0 ? 'no offboarding request' : 'no offboarding request answered with success';
    return unclear('precondition-failed', seen, requests);
  }
  return { given, exchange, answeredAt: exchange.at };
}

/** Holds when neither the wire nor the storage shows it, one of the two having shown it before. */
export function forgotten(context: CheckContext, wanted: Wanted): Finding {
  const leaving = left(context);
  if (isFinding(leaving)) return leaving;
  const behaviour = wanted.uses.length === 0 ? undefined : unused(context, leaving, wanted);
  const looks = [behaviour, ...wanted.kinds.map((kind) => residueOf(context, leaving.answeredAt, kind))];
  const findings = looks.filter((finding) => finding !== undefined);
  if (findings.length === 0) {
    const seen = `no way to look for ${wanted.what}: the API invoker was not made to act again, its storage not scanned`;
    return unclear('not-observable', seen, [leaving.exchange]);
  }
  // One look that is good is enough; one without its control takes nothing away from it.
  const isUncontrolled = (finding: Finding) => finding.outcome === 'unclear' && finding.cause === 'precondition-failed';
  const proved = findings.some(({ outcome }) => outcome === 'holds');
  return allOf(proved ? findings.filter((finding) => !isUncontrolled(finding)) : findings);
}

/** What the invoker showed after the answer; undefined when it showed nothing and was not made to act again. */
function unused(context: CheckContext, { given, exchange, answeredAt }: Left, wanted: Wanted): Finding | undefined {
  const { evidence, timing } = context;
  const all = presented(context, given);
  const uses = all.filter(({ use }) => wanted.uses.includes(use));
  const isLate = ({ at }: Presented) => isPast(at, answeredAt, timing.deletion);
  const late = uses.find(isLate);
  if (late !== undefined) return breached(`${late.seen} after the offboarding`, [exchange, late]);
  const soon = uses.findLast(({ at }) => at > answeredAt);
  // What it still did within the window does not count once it was made to act again after it, and did not.
  if (soon !== undefined && !isPast(askedAgainAt(evidence, answeredAt), answeredAt, timing.deletion)) {
    const seen = `${soon.seen}, but before the deletion window of ${timing.deletion} ms was over`;
    return unclear('window-too-short', seen, [exchange, soon]);
  }
  const again = evidence.actions('act-again').find(({ ok, at }) => ok && at > answeredAt);
  if (again === undefined || wanted.silent !== undefined) return undefined;
  const controls = wanted.controls ?? wanted.uses;
  const control = all.find(({ use, at }) => controls.includes(use) && at <= answeredAt);
  if (control === undefined) {
    return unclear('precondition-failed', `${wanted.what} not seen in use before the offboarding either`, [again]);
  }
  const refused = refusedUnseen(context, answeredAt, wanted);
  if (refused !== undefined) {
    return unclear('wrong-cause', 'a handshake that our end refused, without telling what was shown in it', [refused]);
  }
  return holds(`${wanted.what} used before the offboarding, and not when made to act again`, [
    control,
    exchange,
    again,
  ]);
}

/** When the hook that made it act again was begun; the answer's own moment when the evidence does not tell. */
function askedAgainAt(evidence: EvidenceView, answeredAt: Micros): Micros {
  const again = evidence.actions('act-again').findLast(({ ok }) => ok);
  const hook = evidence.hooks('invoke').findLast(({ seq }) => again !== undefined && seq < again.seq);
  return hook === undefined ? answeredAt : hook.at - micros(hook.durationMs);
}

/** Node's word for a client that shows no certificate: then nothing old was shown. */
const NOTHING_SHOWN = /PEER_DID_NOT_RETURN_A_CERTIFICATE/;

/**
 * A handshake after the answer that failed at our end. Which certificate or identity it carried is not recorded, so
 * that it may have been the old one.
 */
function refusedUnseen({ evidence }: CheckContext, after: Micros, { uses }: Wanted): { seq: number } | undefined {
  const isAuthentication = uses.includes('certificate') || uses.includes('aefpsk');
  if (!isAuthentication) return undefined;
  return evidence.refusals(uses.includes('certificate') ? isEitherNode : isServiceApi).find(({ at, failure }) => {
    // What the client itself gave up says nothing of what it would have shown.
    const byUs = failure.cause === 'other' || failure.cause === 'untrusted';
    return at > after && byUs && !NOTHING_SHOWN.test(`${failure.code} ${failure.message}`);
  });
}
