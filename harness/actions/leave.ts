/** What our nodes take away again from a CCF under test, once a scenario is over. */
import type { Aef } from '../../simulators/aef/aef.ts';
import type { ApiInvoker } from '../../simulators/invoker/invoker.ts';
import type { Leftover } from '../evidence/run-record.ts';
import { classify } from '../probes/classify.ts';
import type { Stage } from './stage.ts';

/** Closes an AEF, which takes back its subscription, its publication and its registration. */
export async function withdraw({ ccf, keep }: Stage, aef: Aef): Promise<readonly Leftover[]> {
  if (!ccf.outlivesUs) return await aef.close('registration');
  if (keep) {
    await aef.close('nothing');
    return [{ what: `AEF ${aef.aefId}, with its service API and subscription`, why: KEPT }];
  }
  return await aef.close('everything');
}

/** Offboards an API invoker that is still onboarded, as far as anybody can know. A CCF that ends with the run keeps nothing anyway. */
export async function removeInvoker(stage: Stage, invoker: ApiInvoker): Promise<readonly Leftover[]> {
  const { apiInvokerId, resource } = invoker;
  if (apiInvokerId === undefined || !stage.ccf.outlivesUs || isOffboarded(stage, resource)) return [];
  const what = `API invoker ${apiInvokerId}`;
  if (stage.keep) return [{ what, why: KEPT }];
  if (resource === undefined) return [{ what, why: 'onboarding gave no Location, so nobody knows what to DELETE' }];
  const session = await invoker.openSession({ label: 'clean-up: CAPIF-1e' }).catch((error: Error) => error);
  if (session instanceof Error) return [{ what, why: session.message }];
  const exchange = await session.request({ method: 'DELETE', path: resource, timeoutMs: stage.timing.answer });
  await session.close();
  const status = exchange.response?.status ?? 0;
  const isGone = (status >= 200 && status < 300) || status === 404 || status === 410;
  return isGone ? [] : [{ what, why: `DELETE ${resource} → ${classify(exchange).seen}` }];
}

const KEPT = 'was to be kept';

/** The CCF has said so. */
function isOffboarded({ recorder }: Stage, resource: string | undefined): boolean {
  return recorder.timeline.some(
    (entry) =>
      entry.kind === 'exchange' &&
      entry.side === 'client' &&
      entry.request.method === 'DELETE' &&
      entry.request.target === resource &&
      (entry.response?.status ?? 0) >= 200 &&
      (entry.response?.status ?? 0) < 300,
  );
}
