/** An AEF that takes a credential once refuses it from then on, offboarded or not: the control has to be a repeated call. */

import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceAef } from '../../../../harness/surroundings/around-aef.ts';
import { expect, test } from '../../../support/test.ts';

const { target, scenarios, ledger } = prepare({});

test('the control of the probe that calls the service API again is not the first call', async () => {
  if (target.role !== 'reference') throw new Error('this is about the built-in AEF');
  const scenario = scenarios.find(({ id }) => id === 'aef-stale-copy');
  if (scenario === undefined) throw new Error('the scenario is not what it was called');
  const playing = { method: 'pki', tls: '1.3' } as const;
  const source = referenceAef(target);
  const surroundings = await source.get({ scenario: scenario.id, ...playing, requires: {} });
  const { record } = await play({ scenario, ...playing, target, surroundings, ledger });
  await source.close();
  const calls = record.timeline.flatMap((entry) => {
    if (entry.kind === 'action' && entry.action === 'invoke') return [`invoke ${entry.subject}`];
    const isControl = entry.kind === 'probe' && entry.probe === 'service-api' && entry.phase === 'control';
    return isControl ? [`control ${entry.subject}`] : [];
  });
  expect(calls).toEqual(['invoke victim', 'invoke bystander', 'control victim', 'control bystander']);
});
