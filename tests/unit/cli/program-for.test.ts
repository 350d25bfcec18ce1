import { createProgram } from '../../../cli/program.ts';
import { COMMANDS, programFor } from '../../../cli/program-for.ts';
import { expect, test } from '../../support/test.ts';

const names = async (...args: readonly string[]) => (await programFor(args)).commands.map((command) => command.name());

test('every command can be loaded alone, by the name that the whole program has it under', async () => {
  const all = createProgram().commands.map((command) => command.name());
  expect([...Object.keys(COMMANDS), 'completion'].sort()).toEqual([...all].sort());
  for (const name of Object.keys(COMMANDS)) expect(await names(name)).toContain(name);
  expect(await names('gate')).toEqual(['gate']);
});

test('help, and what is no command, know them all', async () => {
  const all = createProgram().commands.map((command) => command.name());
  for (const args of [[], ['--help'], ['help', 'run'], ['rum'], ['completion', 'bash'], ['constructor']])
    expect(await names(...args)).toEqual(all);
});
