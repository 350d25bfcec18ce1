/** The kinds of values that a target file is made of. A message's `{seen}` is replaced by what is written there. */
import { z } from 'zod';

/** Some text. */
export const text = z.string().trim().min(1);

/**
 * Text that is never repeated in a message, and is best taken from the environment variable that the example names. JSON
 * Schema's `writeOnly` marks it, and `schemaProblems` heeds that.
 */
export const secret = (variable: string) =>
  z
    .string()
    .min(1)
    .meta({ writeOnly: true, examples: [`\${${variable}}`] });

/** What opens a file: a {@link secret} that may be empty, since PKCS#12 without one has the empty one. */
export const passphrase = (variable: string) => z.string().meta({ writeOnly: true, examples: [`\${${variable}}`] });

/** A list in which nothing stands twice. */
export const distinct = <T extends z.ZodType>(item: T, example: unknown) =>
  z
    .array(item)
    .min(1)
    .refine((items) => new Set(items).size === items.length, 'names something twice')
    .meta({ examples: [example] });

/** The TLS versions that a session can be held to. */
export const TLS_VERSIONS = ['1.2', '1.3'] as const;

/** One of them, as text or, since a person forgets the quotes, as a number; text once read. */
export const tlsVersion = z
  .union([z.enum(TLS_VERSIONS), z.literal([1.2, 1.3])])
  .meta({ title: 'TLS version' })
  .transform((version) => (String(version) === '1.3' ? '1.3' : '1.2'));

const LAST_PORT = 65_535;

/** Ports of our own nodes: a list, or text such as `40000-40009`; a list once read. */
export const ports = z
  .union([
    distinct(z.int().min(1).max(LAST_PORT), [40_000, 40_001]),
    z
      .string()
      .regex(/^\d{1,5}-\d{1,5}$/, 'must be a list of ports, or a range such as 40000-40009, saw {seen}')
      .transform(portsOf)
      .refine((range) => range.length > 0, 'must be a range from 1 to 65535 that does not end before it begins'),
  ])
  .meta({ title: 'ports', examples: ['40000-40009'] });

function portsOf(range: string): number[] {
  const [first = 0, last = 0] = range.split('-').map(Number);
  if (first < 1 || last > LAST_PORT || last < first) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Nothing here takes longer: a run must end. */
const LONGEST_MS = 600_000;
const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/** A length of time as text, e.g. `5s`, `500ms`, `2m`; milliseconds once read. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'must be a number with a unit (ms, s, m), saw {seen}')
  .meta({ examples: ['5s'] })
  .transform(milliseconds)
  .refine((ms) => ms > 0 && ms <= LONGEST_MS, 'must be more than nothing and at most 10m, saw {seen}');

function milliseconds(written: string): number {
  const [, count = '', unit = 'ms'] = /^([\d.]+)(ms|s|m)$/.exec(written) ?? [];
  return Math.round(Number(count) * UNITS[unit === 'm' || unit === 's' ? unit : 'ms']);
}

/** A URL of a service: its apiRoot, to which paths are appended; no slash at the end once read. */
export const apiRoot = (example: string) =>
  z
    .string()
    .refine((value) => isUrl(value, ['https:']), 'must be an https URL, saw {seen}')
    .refine(isBare, 'must have no user name, password, query or fragment')
    .meta({ examples: [example] })
    .transform((value) => value.replace(/\/+$/, ''));

/** Any URL that can be called over HTTP, with TLS or without. */
export const anyUrl = (example: string) =>
  z
    .string()
    .refine((value) => isUrl(value, ['https:', 'http:']), 'must be an https or http URL, saw {seen}')
    .meta({ examples: [example] });

/** A text with words in braces to be filled in, such as `{host}:{port}`; only these words, and the first is needed. */
export const template = (example: string, needed: string, ...others: readonly string[]) => {
  const known = [needed, ...others];
  const listed = known.map((word) => `{${word}}`).join(' and ');
  return z
    .string()
    .refine((value) => bracedIn(value).every((word) => known.includes(word)), {
      error: `fills in ${listed} only, saw {seen}`,
      abort: true,
    })
    .refine((value) => bracedIn(value).includes(needed), `must contain {${needed}}, saw {seen}`)
    .meta({ examples: [example] });
};

const bracedIn = (value: string): string[] => [...value.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word);

function isUrl(value: string, protocols: readonly string[]): boolean {
  // URL.parse() is not in Node 20, and the constructor forgives blanks around the text, which a request line would not.
  return URL.canParse(value) && value === value.trim() && protocols.includes(new URL(value).protocol);
}

/** True where nobody logs in by the URL. */
export function isAnonymous(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

function isBare(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { search, hash } = new URL(value);
  return isAnonymous(value) && search === '' && hash === '';
}
