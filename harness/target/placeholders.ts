/** Values that a target file takes from the environment: `"${ACME_TOKEN}"`. `$${` stands for `${` itself. */
import { dotted } from './yaml/schema-problems.ts';
import type { Breach, Path } from './yaml/source.ts';

/** A value of the environment, and where it was put. */
export interface Filled {
  readonly path: Path;
  readonly value: string;
}

/** Where a variable's value comes from; `process.env` has this shape. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Replaces every placeholder in the text values of `data`, however deep; keys stay as they are. An empty variable counts
 * as missing, since that is how a secret that a CI job does not have arrives.
 */
export function fillPlaceholders(
  data: unknown,
  env: Environment,
): { data: unknown; filled: Filled[]; unfilled: Breach[] } {
  const filled: Filled[] = [];
  const unfilled: Breach[] = [];
  const fill = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') {
      const told = {
        filled: (one: string) => filled.push({ path, value: one }),
        problem: (message: string) => unfilled.push({ path, message }),
      };
      return fillText(value, env, told, path);
    }
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, [...path, key])]));
  };
  return { data: fill(data, []), filled, unfilled };
}

/** Text such that reading it as a value of a target file gives `value` back. */
export function escapePlaceholders(value: string): string {
  return value.replaceAll('${', () => '$${');
}

interface Told {
  readonly filled: (value: string) => void;
  readonly problem: (message: string) => void;
}

function fillText(text: string, env: Environment, told: Told, path: Path): string {
  return text.replace(/\$\$\{|\$\{([^}]*)(\}?)/g, (whole, name: string | undefined, closing: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    if (closing === '' || !/^[A-Za-z_]\w*$/.test(name)) {
      told.problem(
        `${dotted(path)}: a placeholder is written \${NAME}, with a variable's name alone; write $\${ for \${ itself`,
      );
      return '';
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value) {
      told.filled(value);
      return value;
    }
    const state = value === undefined ? 'not set' : 'empty';
    told.problem(`${dotted(path)}: the environment variable ${name} is ${state}; set it to what this key needs`);
    return '';
  });
}
