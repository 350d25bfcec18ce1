/** Completion for bash, and for zsh by its emulation of bash's. */
import type { CommandWords, Slot } from './words.ts';

/**
 * The script. It counts words instead of indexing them, since arrays of zsh begin at 1, and avoids names that mean something to zsh (`path`,
 * `words`).
 */
export function bashScript(program: string, commands: readonly CommandWords[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  const inner = commands.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined
        ? []
        : [`    ${names.map((option) => quoted(`${path.join(' ')}|${option}`)).join('|')}) ${reply(value)}; return ;;`],
    ),
  );
  const operands = commands.map(({ path, operands: { words, files }, options }) => {
    const flags = options.flatMap(({ names }) => names.filter((option) => option.startsWith('--')));
    return `    ${quoted(path.join(' '))}) ${reply({ words: [...words, ...flags], files })} ;;`;
  });
  return `${name}() {
  local word current='' previous='' at='' count=0
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]}"; do
    if [ "$count" -eq "$COMP_CWORD" ]; then current=$word; break; fi
    case "\${at:+$at }$word" in
      ${inner.map(quoted).join('|')}) at="\${at:+$at }$word" ;;
    esac
    previous=$word
    count=$((count + 1))
  done
  case "$at|$previous" in
${values.join('\n')}
  esac
  case "$at" in
${operands.join('\n')}
  esac
}
# Tags begin with @, which is no end of a word here.
COMP_WORDBREAKS=\${COMP_WORDBREAKS//@}
complete -o filenames -F ${name} ${program}
`;
}

/** The same for zsh. */
export function zshScript(program: string, commands: readonly CommandWords[]): string {
  return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(program, commands)}`;
}

function reply({ words, files }: Slot): string {
  const known = words.length === 0 ? '' : `$(compgen -W ${quoted(words.join(' '))} -- "$current")`;
  return `COMPREPLY=(${[known, files ? '$(compgen -f -- "$current")' : ''].filter(Boolean).join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
