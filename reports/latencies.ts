/** How long the node under test took, read from the recording. */
import { told } from '../harness/checks/reasoning/notifications.ts';
import { outcomeOf } from '../harness/checks/reasoning/probe.ts';
import type { RunRecord } from '../harness/evidence/run-record.ts';
import { EvidenceView, type ProbeRecord, text } from '../harness/evidence/view.ts';

/**
 * Milliseconds from the act: the complete success response of a CCF under test, the acknowledgement of an AEF under test. A member is
 * absent when what it measures did not happen or was not looked at. Negative: it happened before.
 */
export interface Latencies {
  /** To the first sign by which the node under test ended the TLS session. */
  readonly teardown?: number;
  /** To the first Event notification, received whole. */
  readonly notification?: number;
  /**
   * No more than that: when everything had been asked for and refused, for the first time after the act, or, where something was still accepted
   * then, at last. It was gone by then; since when, nobody knows.
   */
  readonly deletion?: number;
}

interface Act {
  /** Sequence number, and the two ends of its exchange in microseconds. */
  readonly seq: number;
  readonly requestedAt: number;
  readonly answeredAt: number;
  /** The connection that it obliges the node under test to end. */
  readonly connection: string | undefined;
}

/** The latencies of one playing; without members where no success started the clock, or an API invoker is under test. */
export function latenciesOf({ timeline, underTest }: RunRecord): Latencies {
  const evidence = new EvidenceView(timeline);
  const act = underTest === 'invoker' ? undefined : actOf(evidence, underTest);
  if (act === undefined) return {};
  const since = (at: number | undefined) =>
    at === undefined ? undefined : Math.round((at - act.answeredAt) / 100) / 10;
  const teardown = since(endedByPeer(evidence, act));
  const notification = underTest === 'ccf' ? since(told(evidence, act.requestedAt)[0]?.at) : undefined;
  const deletion = deletionOf(evidence, act, since);
  return {
    ...(teardown === undefined ? {} : { teardown }),
    ...(notification === undefined ? {} : { notification }),
    ...(deletion === undefined ? {} : { deletion }),
  };
}

function actOf(evidence: EvidenceView, underTest: 'ccf' | 'aef'): Act | undefined {
  const [action] =
    underTest === 'ccf'
      ? evidence.offboardingRequests('valid')
      : evidence.actions('notification').filter(({ facts }) => facts.case === 'genuine');
  const exchange = evidence.exchange(text(action?.facts.exchange));
  const { status = 0, complete } = exchange?.response ?? {};
  if (exchange === undefined || !complete || status < 200 || status > 299) return undefined;
  const { seq, requestAt: requestedAt, at: answeredAt } = exchange;
  const opening = evidence.actions('open-service-session', 'victim').findLast((one) => one.seq < seq);
  const connection = text((underTest === 'ccf' ? action : opening)?.facts.connection);
  return { seq, requestedAt, answeredAt, connection };
}

/** When the peer gave its first sign of ending; undefined when our own end was first. */
function endedByPeer(evidence: EvidenceView, { connection, requestedAt }: Act): number | undefined {
  const [first] = connection === undefined ? [] : evidence.ends(connection);
  return first?.by === 'peer' && first.at >= requestedAt ? first.at : undefined;
}

function deletionOf(
  evidence: EvidenceView,
  { seq }: Act,
  since: (at: number) => number | undefined,
): number | undefined {
  const last = (probes: readonly ProbeRecord[]) => [...new Map(probes.map((probe) => [probe.probe, probe])).values()];
  const worked = new Set(
    evidence
      .probes('victim', 'control')
      .filter((probe) => outcomeOf(probe) === 'accepted')
      .map(({ probe }) => probe),
  );
  const asked = (phase: 'at-answer' | 'settled') =>
    last(evidence.probes('victim', phase).filter((probe) => probe.seq > seq && worked.has(probe.probe))).filter(
      (probe) => ['accepted', 'refused'].includes(outcomeOf(probe)),
    );
  const refused = (probes: readonly ProbeRecord[]) => probes.every((probe) => outcomeOf(probe) === 'refused');
  const [atAnswer, settled] = [asked('at-answer'), asked('settled')];
  if (!refused(settled)) return undefined;
  const first = atAnswer.length > 0 && refused(atAnswer) ? atAnswer : settled;
  return first.length === 0 ? undefined : since(Math.max(...first.map(({ at }) => at)));
}
