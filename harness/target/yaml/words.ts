/** How messages name and show the values of a file: always on one line, never at length. */

/** What a schema type is called in a message. */
export const expected = (type: string): string =>
  ({
    object: 'a mapping',
    array: 'a list',
    record: 'a mapping',
    string: 'text',
    boolean: 'true or false',
    int: 'a whole number',
  })[type] ?? `a ${type}`;

/** A value as YAML on one line; text gets quotes where YAML would read something else. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
    return `{ ${members.join(', ')} }`;
  }
  const plain = typeof value === 'string' && /^[\w./-]+(:[\w./-]+)*$/.test(value) && Number.isNaN(Number(value));
  return plain ? value : JSON.stringify(value);
}

/** What was written; of mappings and lists only that they are such. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value)}"`;
  return typeof value === 'object' || value === undefined ? kindOf(value) : String(value);
}

/** What kind of value was written, for where the value itself must not be repeated. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a mapping';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** Text cut to a length that fits a line, without characters that would break it. */
export function printable(text: string): string {
  // The user name and password of a URL are nobody's business.
  const line = text.replace(/\/\/[^/]*@/, '//…@').replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
