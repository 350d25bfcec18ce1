/** What a name stands for, loaded when it is first asked for: whoever reads scenarios or lists names needs none of the simulated nodes. */
export function later<Module, Argument, Result>(
  load: () => Promise<Module>,
  pick: (module: Module) => (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  return async (argument) => await pick(await load())(argument);
}
