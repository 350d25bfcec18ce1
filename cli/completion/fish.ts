/** Completion for fish. */
import type { CommandWords } from './words.ts';

/** The script: a line for each thing that can be written, with the condition under which it can. */
export function fishScript(program: string, commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ path, operands, options }) => {
    const begin = `complete -c ${program} -n ${quoted(condition(path, commands))}`;
    const files = operands.files ? '-F' : '-f';
    return [
      ...(operands.words.length === 0
        ? [`${begin} ${files}`]
        : [`${begin} ${files} -a ${quoted(operands.words.join(' '))}`]),
      ...options.map(({ names, describe, value }) => {
        const flags = names.map((option) =>
          option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`,
        );
        const takes = value === undefined ? '' : ` ${value.files ? '-r -F' : '-x'}`;
        const words = value === undefined || value.words.length === 0 ? '' : ` -a ${quoted(value.words.join(' '))}`;
        return `${begin} ${flags.join(' ')}${takes}${words} -d ${quoted(describe)}`;
      }),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** All commands of the path were said, and none that lies within the last. */
function condition(path: readonly string[], commands: readonly CommandWords[]): string {
  const within = commands
    .filter((other) => other.path.length === path.length + 1 && path.every((word, index) => other.path[index] === word))
    .map((other) => other.path.at(-1));
  const said = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const unsaid = within.length === 0 ? [] : [`not __fish_seen_subcommand_from ${within.join(' ')}`];
  return [...said, ...unsaid].join('; and ') || 'true';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
