/** A stage on which nothing has happened yet, with an API invoker that nobody knows. */
import { createStage } from '../../../../harness/actions/create-stage.ts';
import type { Stage } from '../../../../harness/actions/stage.ts';
import { openTarget } from '../../../../harness/surroundings/open.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import { StandingSession } from '../../../../simulators/wire/standing-session.ts';
import { EXAMPLE, readRight } from '../target/example.ts';

export async function stageWithVictim(): Promise<Stage> {
  const target = readRight(EXAMPLE);
  const wanted = { scenario: 'x', underTest: 'ccf', method: 'oauth', tls: '1.3', requires: {} } as const;
  const stage = createStage({
    scenarioId: 'x',
    method: 'oauth',
    tls: '1.3',
    bystander: false,
    aefs: 1,
    target,
    // Nothing is opened by that.
    surroundings: await openTarget(target).get(wanted),
    run: 'x',
    keep: false,
  });
  const invoker = createInvoker({ apiRoot: stage.ccf.apiRoot, trust: [], label: 'victim' });
  stage.invokers.set('victim', {
    subject: 'victim',
    invoker,
    session: undefined,
    parallel: undefined,
    resumable: new Map(),
    service: undefined,
    serviceParallel: undefined,
    everyday: new StandingSession(() => invoker.openSession()),
  });
  return stage;
}
