/** A place in a file that a person wrote. Line and column count from 1; `file` is relative to the working directory. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong in such a file. `line` 0: the whole file or folder is meant. The message is one line. */
export interface Problem extends Location {
  readonly message: string;
}

/** One line for people and editors: `scenarios/ccf/x.yaml:14:9 unknown probe "old-certificat"; did you mean …?` */
export function formatProblem({ file, line, column, message }: Problem): string {
  return line === 0 ? `${file} ${message}` : `${file}:${line}:${column} ${message}`;
}
