import { argumentProblem } from '../../../cli/run/arguments.ts';
import { expect, test } from '../../support/test.ts';

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['--grep', '('], /^run: --grep is a regular expression \(unterminated group; .*\); saw "\("$/],
  [['--grep-invert=['], /^run: --grep-invert is a regular expression/],
  [['--workers=abc'], /^run: --workers is a number from 1 on, .*; saw "abc"$/],
  [['-j', '0'], /^run: -j is a number from 1 on/],
  [['--shard', '4/3'], /^run: --shard is one of how many, such as 3\/5; saw "4\/3"$/],
  [['--retries=x'], /^run: --retries is a whole number/],
  [
    ['--reporter=list'],
    /^run: --reporter would take the place of the reports by which this command judges; .*; saw "list"$/,
  ],
  [['--project', 'x'], /^run: --project names nothing here/],
];
for (const [args, problem] of WRONG) {
  test(`told in one line: ${args.join(' ')}`, () => expect(argumentProblem(args)).toMatch(problem));
}

test('what Playwright can use is left to it', () => {
  const right = [
    ['--grep', '@psk|ccf-two-aefs', '--workers=50%', '--repeat-each=3', '--shard=1/3', 'scenario.ts'],
    ['--grep', '/S6-(torn)/i'],
    ['--', '--workers=abc'],
  ];
  for (const args of right) expect(argumentProblem(args)).toBeUndefined();
});
