/** AEFs that are out of reach for a while. */
import { type AefRole, record, type Stage } from './stage.ts';

/** The first AEF's notification port is closed until further notice. */
export async function takeDown(stage: Stage): Promise<void> {
  const down = firstAef(stage);
  await record(stage, 'outage', down.subject, async () => {
    await down.aef.goDown();
    down.outage = 'refusing';
    return { ok: true, detail: 'its notification port is closed', facts: { kind: 'refusing' } };
  });
}

/** The first AEF answers every notification 503. */
export async function answer503(stage: Stage): Promise<void> {
  const overloaded = firstAef(stage);
  await record(stage, 'outage', overloaded.subject, async () => {
    overloaded.outage = '503';
    return { ok: true, detail: 'it answers notifications 503', facts: { kind: '503' } };
  });
}

/** Once the first attempt has been answered 503, the first AEF is well again. */
export async function recoverAfterFirstAttempt(stage: Stage): Promise<void> {
  const overloaded = firstAef(stage);
  const path = new URL(overloaded.aef.subscription?.destination ?? 'https://none.invalid/').pathname;
  await record(stage, 'outage-over', overloaded.subject, async () => {
    const attempted = await stage.recorder.until(
      (timeline) =>
        timeline.some((entry) => entry.kind === 'exchange' && entry.side === 'server' && entry.request.target === path),
      stage.timing.notification,
    );
    overloaded.outage = undefined;
    return { ok: attempted, detail: attempted ? 'the first attempt was answered 503' : 'no attempt was made' };
  });
}

function firstAef(stage: Stage): AefRole {
  const first = stage.aefs.get('aef-1');
  if (first === undefined) throw new Error('no AEF on stage: add "aef-subscribed" to "given"');
  return first;
}
