/** The command line as far as it was asked for: a command that only reads does not wait for simulated nodes to be loaded. */
import type { Command } from 'commander';
import { bareProgram } from './bare-program.ts';

type Add = (program: Command) => void;

/** Every command but "completion", which reads all the others, by the module that adds it. A test holds this against the whole program. */
export const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  init: async () => (await import('./init/command.ts')).addInit,
  validate: async () => (await import('./validate/command.ts')).addValidate,
  doctor: async () => (await import('./doctor/command.ts')).addDoctor,
  run: async () => (await import('./run/command.ts')).addRun,
  rerun: async () => (await import('./run/command.ts')).addRun,
  list: async () => (await import('./list/command.ts')).addList,
  explain: async () => (await import('./explain/command.ts')).addExplain,
  simulate: async () => (await import('./simulate/command.ts')).addSimulate,
  schema: async () => (await import('./schema/command.ts')).addSchema,
  report: async () => (await import('./report/report.ts')).addReport,
  gate: async () => (await import('./report/gate.ts')).addGate,
  diff: async () => (await import('./report/diff.ts')).addDiff,
  bundle: async () => (await import('./report/bundle.ts')).addBundle,
  verify: async () => (await import('./report/bundle.ts')).addBundle,
};

/**
 * The program with the command that these arguments begin with; with all of them where they begin with none, for help and for "did you mean".
 *
 * @param args - What follows the program's name.
 */
export async function programFor(args: readonly string[]): Promise<Command> {
  const [name = ''] = args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return (await import('./program.ts')).createProgram();
  const program = bareProgram();
  (await load())(program);
  return program;
}
