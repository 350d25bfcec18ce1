/** Bounded waits of a scenario: for something to come, or for nothing to come. */
import { actAgain } from '../actions/invoker-under-test.ts';
import type { Stage } from '../actions/stage.ts';
import { scanAfter } from '../actions/storage.ts';
import { left } from '../checks/reasoning/forgotten.ts';
import { letsKnow, told } from '../checks/reasoning/notifications.ts';
import { presented } from '../checks/reasoning/presented.ts';
import { CREDENTIALS, type Subject, type WaitEntry } from '../evidence/timeline.ts';
import { EvidenceView } from '../evidence/view.ts';
import type { AWAITED } from '../scenario/schema.ts';

export type Awaited = (typeof AWAITED)[number];

/** Waits as a step says, and records it. */
export async function wait(
  stage: Stage,
  awaited: Awaited,
  now: () => number,
  delay: (ms: number) => Promise<void>,
): Promise<void> {
  const started = now();
  const finish = (entry: Pick<WaitEntry, 'awaited' | 'subject' | 'seen' | 'boundMs' | 'evidence'>, since = started) => {
    stage.recorder.add({ kind: 'wait', ...entry, waitedMs: Math.round((now() - since) / 1000) });
  };
  switch (awaited) {
    case 'tls-closed': {
      const victim = stage.invokers.get('victim');
      const session = stage.surroundings.role === 'aef' ? victim?.service : victim?.session;
      const boundMs = stage.timing.teardown;
      const end = await session?.peerEnd(boundMs);
      const evidence = session === undefined ? [] : stage.recorder.seqsOf(session.connection).slice(-3);
      return finish({ awaited, subject: 'victim', seen: end !== undefined, boundMs, evidence });
    }
    case 'notification': {
      const boundMs = stage.timing.notification;
      const waits = [...stage.aefs.values()]
        .filter(({ subject, outage }) => subject !== 'impostor-aef' && outage !== 'refusing')
        .map(async ({ subject }) => {
          // An overload ends with the first attempt; the window for a later one begins there.
          await stage.recorder.until((timeline) => !isOverloaded(new EvidenceView(timeline), subject), boundMs);
          const since = now();
          const seen = await stage.recorder.until((timeline) => notified(new EvidenceView(timeline), subject), boundMs);
          finish({ awaited, subject, seen, boundMs, evidence: [] }, since);
        });
      await Promise.all(waits);
      return;
    }
    case 'quiet': {
      const boundMs = stage.timing.quiet;
      await delay(boundMs);
      return finish({ awaited, subject: 'ccf', seen: false, boundMs, evidence: [] });
    }
    case 'settled':
      return settle(stage, now, delay);
    case 'deletion':
      return untilDeleted(stage, now, delay);
  }
}

/** Where everything was gone at once there is nothing to wait for; where not, it is looked for again when it must be. */
async function settle(stage: Stage, now: () => number, delay: (ms: number) => Promise<void>): Promise<void> {
  if (stage.surroundings.role !== 'invoker') {
    const view = new EvidenceView(stage.recorder.timeline);
    const stored = isStored(view);
    if (stored || view.probes('victim', 'at-answer').some(isAccepted)) await untilDeleted(stage, now, delay);
    if (stored) await scanAfter(stage);
    return;
  }
  if (!keepsSomething(stage)) return;
  await untilDeleted(stage, now, delay);
  await actAgain(stage);
  await scanAfter(stage);
}

/** The API invoker under test showed, or stores, something of its own after its offboarding succeeded. */
function keepsSomething({ recorder, claims, timing, method }: Stage): boolean {
  const context = {
    evidence: new EvidenceView(recorder.timeline),
    claims,
    timing,
    method,
    underTest: 'invoker',
  } as const;
  const leaving = left(context);
  if ('outcome' in leaving) return false;
  const { given, answeredAt } = leaving;
  return isStored(context.evidence) || presented(context, given).some(({ at }) => at > answeredAt);
}

/** Some credential was found in the target's storage after the offboarding. */
function isStored(view: EvidenceView): boolean {
  return view.residues(...CREDENTIALS).some(({ phase, places }) => phase === 'settled' && places.length > 0);
}

/** Waits until deletion must be in effect, and records it. */
export async function untilDeleted(
  stage: Stage,
  now: () => number,
  delay: (ms: number) => Promise<void>,
): Promise<void> {
  const started = now();
  const view = new EvidenceView(stage.recorder.timeline);
  const answered = answeredAt(stage, view) ?? started;
  const boundMs = stage.timing.deletion;
  await delay(Math.max(0, boundMs - (now() - answered) / 1000));
  const waitedMs = Math.round((now() - answered) / 1000);
  stage.recorder.add({
    kind: 'wait',
    awaited: 'deletion',
    subject: 'ccf',
    seen: false,
    boundMs,
    waitedMs,
    evidence: [],
  });
}

/** The moment from which the deletion window counts: when the node under test heard, or said, that the API invoker is offboarded. */
function answeredAt(stage: Stage, view: EvidenceView): number | undefined {
  const { surroundings, claims, timing, method } = stage;
  switch (surroundings.role) {
    case 'ccf':
      return view.exchange(String(view.offboardingRequests('valid')[0]?.facts.exchange))?.at;
    case 'aef': {
      const genuine = view.actions('notification').find(({ facts }) => facts.case === 'genuine');
      return view.exchange(String(genuine?.facts.exchange))?.at;
    }
    case 'invoker': {
      const leaving = left({ evidence: view, claims, timing, method, underTest: 'invoker' });
      return 'answeredAt' in leaving ? leaving.answeredAt : undefined;
    }
  }
}

function isAccepted({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'accepted';
}

/**
 * What the AEF needs to know has come since the request was sent; where an outage made the first attempt fail, since the outage was over. Anything
 * else may still be followed by that.
 */
function notified(view: EvidenceView, aef: Subject): boolean {
  const request = view.offboardingRequests('valid')[0];
  const sent = view.exchange(String(request?.facts.exchange))?.requestAt;
  if (sent === undefined) return false;
  const over = view.action('outage-over', aef)?.at;
  if (isOverloaded(view, aef)) return false;
  return told(view, Math.max(sent, over ?? 0)).some(
    (notification) => notification.subscription.aef === aef && letsKnow(view, notification),
  );
}

/** The AEF answers 503 and has not had an attempt yet. */
function isOverloaded(view: EvidenceView, aef: Subject): boolean {
  return view.action('outage', aef)?.facts.kind === '503' && view.action('outage-over', aef) === undefined;
}
