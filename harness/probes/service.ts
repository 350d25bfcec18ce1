/** Probes on an AEF under test by the credentials that an API invoker had: is it still served? */

import type { ClientSession } from '../../simulators/wire/types.ts';
import { callService, openService, useService } from '../actions/service-sessions.ts';
import { role } from '../actions/stage.ts';
import { oldSelf } from './capif-1e.ts';
import { classify, type ProbeResult } from './classify.ts';
import { type Asking, notAvailable, type Probe } from './probe.ts';
import { resumptionOf } from './sessions.ts';

export const serviceApi: Probe['ask'] = async (asking) => classify(await callService(asking.stage, oldSelf(asking)));

export const serviceOpenSession: Probe['ask'] = (asking) => use(asking, role(asking.stage, asking.subject).service);

export const serviceParallel: Probe['ask'] = (asking) =>
  use(asking, role(asking.stage, asking.subject).serviceParallel);

async function use({ stage, subject }: Asking, session: ClientSession | undefined): Promise<ProbeResult> {
  if (session === undefined) return notAvailable('no such connection was opened');
  const stillOpen = session.open;
  const result = classify(await useService(stage, role(stage, subject).invoker, session));
  return { ...result, facts: { ...result.facts, stillOpen } };
}

export const serviceResumption: Probe['ask'] = (asking) =>
  resumptionOf(asking, {
    // TLS-PSK is TLS 1.2 whatever version the other sessions have.
    version: asking.stage.method === 'psk' ? 'TLSv1.2' : asking.stage.tls,
    open: (self, how) => openService(asking.stage, self, how),
    use: (self, session) => useService(asking.stage, self, session),
  });
