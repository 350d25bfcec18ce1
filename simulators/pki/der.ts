/**
 * Writing DER (X.690 10), as much of it as certificates, requests and revocation lists of our own need.
 *
 * A library that converts between objects and a schema takes ten times as long, and a run makes hundreds of certificates. What others wrote is
 * read by the library, behind x509.ts.
 */

const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context: 0x80,
  constructed: 0x20,
} as const;

/** UTCTime has two digits for the year: up to 2049 (RFC 5280 4.1.2.5). */
const LAST_UTC_YEAR = 2049;

export function sequence(...members: readonly Buffer[]): Buffer {
  return element(Tag.sequence, ...members);
}

/** Its members must be in DER's order; one member always is. */
export function set(member: Buffer): Buffer {
  return element(Tag.set, member);
}

export function boolean(value: boolean): Buffer {
  return element(Tag.boolean, Buffer.of(value ? 0xff : 0));
}

/** A number that is not negative, big-endian; in the shortest form, and so that its first bit is no sign. */
export function integer(value: Buffer | number): Buffer {
  const bytes = typeof value === 'number' ? numberBytes(value) : value;
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const shortest = bytes.subarray(from);
  const signed = ((shortest[0] ?? 0) & 0x80) !== 0 || shortest.length === 0;
  return signed ? element(Tag.integer, Buffer.of(0), shortest) : element(Tag.integer, shortest);
}

export function enumerated(value: number): Buffer {
  return element(Tag.enumerated, Buffer.of(value));
}

/** @param dotted - e.g. `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(Tag.oid, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

export function utf8String(text: string): Buffer {
  return element(Tag.utf8String, Buffer.from(text));
}

export function octetString(content: Buffer): Buffer {
  return element(Tag.octetString, content);
}

/** @param unused - Bits at the end of the last octet that do not count. */
export function bitString(content: Buffer, unused = 0): Buffer {
  return element(Tag.bitString, Buffer.of(unused), content);
}

/** A moment, to the second. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  if (date.getUTCFullYear() > LAST_UTC_YEAR) return element(Tag.generalizedTime, Buffer.from(digits));
  return element(Tag.utcTime, Buffer.from(digits.slice(2)));
}

/** `[number]` around whole elements. */
export function explicit(number: number, ...members: readonly Buffer[]): Buffer {
  return element(Tag.context | Tag.constructed | number, ...members);
}

/** `[number]` instead of the content's own tag. */
export function implicit(number: number, content: Buffer): Buffer {
  return element(Tag.context | number, content);
}

function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(tag, ...lengthBytes(length)), ...content]);
}

/** One octet up to 127; else how many octets follow, and those. */
function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = [...numberBytes(length)];
  return [0x80 | bytes.length, ...bytes];
}

function numberBytes(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** Seven bits an octet, the highest set in all but the last. */
function base128(arc: number): number[] {
  const octets = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}
