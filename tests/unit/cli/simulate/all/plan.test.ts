import { type AllArguments, planOf } from '../../../../../cli/simulate/all/plan.ts';
import { expect, test } from '../../../../support/test.ts';

const GIVEN: AllArguments = { folder: 'x', method: 'pki', fault: [], host: '127.0.0.1', port: 0 };

test('all three roles, or all but one; faults are sorted by role', () => {
  expect(planOf(GIVEN)).toMatchObject({ roles: ['ccf', 'aef', 'invoker'], ccf: undefined });
  const { roles, faults } = planOf({ ...GIVEN, without: 'aef', fault: ['ccf/keeps-tls-open', 'invoker/keeps-token'] });
  expect(roles).toEqual(['ccf', 'invoker']);
  expect(faults).toEqual({ ccf: ['keeps-tls-open'], aef: [], invoker: ['keeps-token'] });
});

for (const [what, given, told] of [
  ['no CCF at all', { without: 'ccf' }, /^--without ccf: where is yours\? Name its target file by --ccf/],
  ['two CCFs', { ccf: 'mine.yaml' }, /^--ccf: .*say --without ccf/],
  [
    'a fault of nobody',
    { fault: ['keeps-tls-open'] },
    /^--fault: "keeps-tls-open" names no node .* one of ccf\/…, aef\/…/,
  ],
  [
    'a fault of a node that is yours',
    { without: 'aef', fault: ['aef/keeps-aefpsk'] },
    /names no node that is simulated/,
  ],
  ['an unknown fault', { fault: ['ccf/keeps-tls-opn'] }, /did you mean "keeps-tls-open"/],
] as const) {
  test(`${what} is told in one line`, () => {
    expect(() => planOf({ ...GIVEN, ...given })).toThrow(told);
  });
}
