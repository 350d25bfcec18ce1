import { stringify } from 'yaml';
import { escapePlaceholders } from './placeholders.ts';
import type { WrittenTarget } from './schema.ts';

/**
 * The text of a target file that says `target`: what the file's schema takes, durations as text, PEM text allowed in
 * `trust.ca`. Values are written so that nothing in them is taken for a placeholder: what is read back is what was given.
 *
 * The credentials are in it as they are: whoever stores it makes it readable for its owner alone (mode 0600).
 */
export function targetToYaml(target: WrittenTarget): string {
  return stringify(escaped(target), { lineWidth: 0, aliasDuplicateObjects: false });
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapePlaceholders(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  const written = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(written.map(([key, inner]) => [key, escaped(inner)]));
}
