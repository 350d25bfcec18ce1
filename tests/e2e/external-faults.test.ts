/** Every misbehaviour of an AEF and of an API invoker that run elsewhere: red at its rows and nowhere else, as in the kill matrix. */
import { join } from 'node:path';
import { BROKEN_BY_AEF } from '../../scenarios/requirements/broken-by/aef.ts';
import type { Expected } from '../../scenarios/requirements/broken-by/expected.ts';
import { BROKEN_BY_INVOKER } from '../../scenarios/requirements/broken-by/invoker.ts';
import { expect } from '../support/test.ts';
import { startedNode, test } from './fixtures.ts';
import { playAndRead, reportOf } from './recorded.ts';
import { withVerdict } from './verdicts.ts';

test.describe.configure({ timeout: 240_000 });

const BROKEN_BY: Readonly<Record<'aef' | 'invoker', Readonly<Record<string, Expected>>>> = {
  aef: BROKEN_BY_AEF,
  invoker: BROKEN_BY_INVOKER,
};

for (const role of ['aef', 'invoker'] as const) {
  for (const [fault, { breaks, follows = [], untold = [] }] of Object.entries(BROKEN_BY[role])) {
    test(`${role} elsewhere, fault ${fault}`, async ({ checkout, simulate }) => {
      const storage = join(checkout.folder, `${role}-${fault}`);
      const { node, target } = await startedNode(role, simulate, checkout, '--storage', storage, '--fault', fault);
      const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', `@${role}`]);
      await node.end('SIGTERM');
      const report = reportOf(run);
      const broken = [...withVerdict(report, 'fail'), ...withVerdict(report, 'warn')];
      expect(broken.toSorted(), run.output).toEqual([...breaks, ...follows].toSorted());
      // All methods are played here, so that more may be untold than by the few of the matrix.
      expect(withVerdict(report, 'inconclusive')).toEqual(expect.arrayContaining([...untold]));
      expect(withVerdict(report, 'error')).toEqual([]);
    });
  }
}
