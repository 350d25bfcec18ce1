/** Words of the command line that the three nodes share. */
import { InvalidArgumentError, Option } from 'commander';

export const COMMON = `
A node prints one JSON line when it is ready; there are no secrets in it. It ends on SIGTERM or SIGINT.
Exit code: 0 after such an end, 1 when the node could not do its work (one line says why), 2 for a wrong command line.`;

/** @param more - What else there is to say of the file. */
export function writeTargetOption(more = ''): Option {
  return new Option('--write-target <file>', `target file by which the harness tests it${more} (mode 0600)`);
}

export function faultOption(): Option {
  return new Option('--fault <name>', 'a misbehaviour; may be given several times, and all apply')
    .argParser(collected)
    .default([], 'none');
}

export function variantOption(): Option {
  return new Option('--variant <name>', 'one freedom of the specification to use; the target file claims what fits it');
}

/** @param what - The port of what. */
export function portOption(what: string): Option {
  return new Option('--port <number>', `port of ${what}; 0 lets the system choose`).argParser(portNumber).default(0);
}

/** @param what - What the node keeps there. */
export function storageOption(what: string): Option {
  return new Option('--storage <folder>', `folder of its own for ${what}, as files; default: in memory only`);
}

export function hostOption(): Option {
  return new Option('--host <address>', 'address to listen on').default('127.0.0.1');
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

function collected(name: string, before: readonly string[]): string[] {
  return [...before, name];
}

type Described = Readonly<Record<string, { readonly describe: string }>>;

/** Every fault and variant of a node, for its help. */
export function listed({ faults, variants }: { readonly faults: Described; readonly variants: Described }): string {
  return `${table('Faults', faults)}\n${table('Variants', variants)}`;
}

function table(title: string, rows: Described): string {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  const lines = Object.entries(rows).map(([name, { describe }]) => `  ${name.padEnd(width)}  ${describe}`);
  return ['', `${title}:`, ...lines].join('\n');
}
