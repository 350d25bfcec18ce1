/** What can be written where on the command line, read from the commands themselves. */
import type { Argument, Command, Option } from 'commander';

/** What can stand in a place: these words, or the name of a file. */
export interface Slot {
  readonly words: readonly string[];
  readonly files: boolean;
}

/** One command. */
export interface CommandWords {
  /** Its name after those of the commands around it; empty for the program itself. */
  readonly path: readonly string[];
  /** Subcommands, or what its arguments can be. */
  readonly operands: Slot;
  readonly options: readonly {
    readonly names: readonly string[];
    readonly describe: string;
    readonly value: Slot | undefined;
  }[];
}

/** Names that commander does not know to be choices, by the command's path and the option or argument. */
export type NamesFor = (path: readonly string[], name: string) => readonly string[];

/** Every command, outermost first. */
export function commandWords(command: Command, namesFor: NamesFor, path: readonly string[] = []): CommandWords[] {
  const { commands, options, registeredArguments } = command;
  const arguments_ = registeredArguments.map((argument) => argumentSlot(argument, namesFor(path, argument.name())));
  const help = { names: ['--help', '-h'], describe: 'display help for command', value: undefined };
  return [
    {
      path,
      operands: {
        words: [...commands.map((inner) => inner.name()), ...arguments_.flatMap(({ words }) => words)],
        files: arguments_.some(({ files }) => files),
      },
      options: [
        ...options.map((option) => ({
          names: [option.long, option.short].filter((name) => name !== undefined && name !== null),
          describe: option.description,
          value: optionSlot(option, namesFor(path, option.long ?? '')),
        })),
        help,
      ],
    },
    ...commands.flatMap((inner) => commandWords(inner, namesFor, [...path, inner.name()])),
  ];
}

function optionSlot({ flags, argChoices, required, optional }: Option, names: readonly string[]): Slot | undefined {
  if (!(required || optional)) return undefined;
  return { words: [...(argChoices ?? []), ...names], files: isFile(flags) };
}

function argumentSlot(argument: Argument, names: readonly string[]): Slot {
  const name = argument.name();
  return { words: [...(argument.argChoices ?? []), ...names], files: isFile(name) || FILE_ARGUMENTS.includes(name) };
}

/** Arguments whose names say what the file holds instead. */
const FILE_ARGUMENTS = ['report', 'before', 'after'];

/** By the word between the brackets. */
function isFile(text: string): boolean {
  return /\b(?:file|folder|dir|directory|path)\b/i.test(text);
}
