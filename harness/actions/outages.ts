/** AEFs that are out of reach for a while. */
import { type AefRole, type Outcome, record, type Stage } from './stage.ts';

const NO_AEF: Outcome = { ok: false, detail: 'there is no AEF on stage that could be out of reach' };

/** The first AEF's notification port is closed until further notice. */
export async function takeDown(stage: Stage): Promise<void> {
  const down = stage.aefs.get('aef-1');
  await record(stage, 'outage', 'aef-1', async () => {
    if (down === undefined) return NO_AEF;
    await down.aef.goDown();
    down.outage = 'refusing';
    return { ok: true, detail: 'its notification port is closed', facts: { kind: 'refusing' } };
  });
}

/** The first AEF is too busy for one notification: it answers the first attempt 503 and is well again from then on. */
export async function answer503Once(stage: Stage): Promise<void> {
  const overloaded = stage.aefs.get('aef-1');
  await record(stage, 'outage', 'aef-1', async () => {
    if (overloaded === undefined) return NO_AEF;
    overloaded.outage = '503';
    return { ok: true, detail: 'it will answer one notification 503', facts: { kind: '503' } };
  });
}

/** What an AEF answers to the notification at hand. An overload ends with the attempt that met it, whatever the rest of the scenario does. */
export function statusOf(stage: Stage, role: AefRole): number {
  if (role.outage !== '503') return 204;
  role.outage = undefined;
  const detail = 'the first attempt is answered 503';
  stage.recorder.add({
    kind: 'action',
    action: 'outage-over',
    subject: role.subject,
    ok: true,
    detail,
    facts: {},
    evidence: [],
  });
  return 503;
}
