import type { Command } from 'commander';
import { bareProgram } from './bare-program.ts';
import { addCompletion } from './completion/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addExplain } from './explain/command.ts';
import { addInit } from './init/command.ts';
import { addList } from './list/command.ts';
import { addBundle } from './report/bundle.ts';
import { addDiff } from './report/diff.ts';
import { addGate } from './report/gate.ts';
import { addReport } from './report/report.ts';
import { addRun } from './run/command.ts';
import { addSchema } from './schema/command.ts';
import { addSimulate } from './simulate/command.ts';
import { addValidate } from './validate/command.ts';

/** The whole command line. Its commands throw {@link CliProblem} and `TargetProblem`; itself it throws CommanderError. */
export function createProgram(): Command {
  const program = bareProgram();
  addInit(program);
  addValidate(program);
  addDoctor(program);
  addRun(program);
  addList(program);
  addExplain(program);
  addSimulate(program);
  addSchema(program);
  addCompletion(program);
  addReport(program);
  addGate(program);
  addDiff(program);
  addBundle(program);
  return program;
}
