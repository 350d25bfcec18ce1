/**
 * Finding the private key of an API invoker in its storage: it made the key itself, but its certificate has the public half. What looks like the
 * beginning of a private key of that kind is read as one, and is it when its public half fits.
 */
import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Head, headsOf, publicKeyOf } from './key-heads.ts';
import { prepareSearch, type Search } from './search.ts';
import { type Basin, CHUNK, pour } from './sieve.ts';

/** A private key with all that is written around it is no longer than this. In bytes. */
const LONGEST = 32 * 1024;
/** Characters before a head that its structure may begin with. */
const BEFORE = 64;
/** Innocent data that only begins like a key is tried this often in a place, and then no more, which is told. */
const MOST_TRIES = 5_000;
/** A key in base64 within base64 is as deep as stores go. */
const DEEPEST = 3;

/** A private key, and where it stood. */
export interface OwnKey {
  /** Which of the certificates it belongs to. */
  readonly certificate: number;
  /** PEM, PKCS#8: as it stood, and, where it stood there without its public half, with it. Secrets. */
  readonly written: readonly string[];
  readonly place: string;
  readonly offset: number;
  /** For people, from outside to inside, e.g. `base64 of DER`. */
  readonly encoding: string;
}

/** A stream of bytes is written into it, place by place; it remembers what it found. */
export class KeyFinder implements Basin {
  readonly #wanted: readonly Buffer[];
  readonly #search: Search<Head>;
  readonly #buffer = Buffer.alloc(CHUNK + 2 * LONGEST);
  readonly #found: OwnKey[] = [];
  #length = 0;
  #offset = 0;
  #place = '';
  #tries = 0;

  /** @param certificates - PEM. */
  constructor(certificates: readonly string[]) {
    this.#wanted = certificates.map(publicKeyOf);
    this.#search = prepareSearch(headsOf(certificates));
  }

  /** What was found so far, at most one place a certificate. */
  get found(): readonly OwnKey[] {
    return this.#found;
  }

  /** Why keys may be left in the place that was read last; undefined where everything was looked at. */
  get problem(): string | undefined {
    return this.#tries > MOST_TRIES
      ? `has more than ${MOST_TRIES} beginnings of private keys, of which the rest was not looked at; give the folders that matter`
      : undefined;
  }

  /** Begins a stream, whose first byte has the number `offset`. */
  begin(place: string, offset = 0): void {
    if (place !== this.#place) this.#tries = 0;
    this.#place = place;
    this.#offset = offset;
    this.#length = 0;
  }

  get room(): Buffer {
    return this.#buffer.subarray(this.#length);
  }

  advance(count: number): void {
    this.#length += count;
    if (this.#length < this.#buffer.length) return;
    // What begins too near the end is looked at again when the rest is there.
    this.#look(this.#length - LONGEST);
    const kept = LONGEST + BEFORE;
    this.#buffer.copyWithin(0, this.#length - kept, this.#length);
    this.#offset += this.#length - kept;
    this.#length = kept;
  }

  write(bytes: Buffer): void {
    pour(bytes, this);
  }

  /** The stream is over. */
  end(): void {
    this.#look(this.#length);
    this.#length = 0;
  }

  #look(until: number): void {
    if (this.#found.length === this.#wanted.length) return;
    this.#search.run(this.#buffer, this.#length, (head, at) => {
      if (at >= until) return;
      const whole = this.#buffer.subarray(0, this.#length);
      this.#try(whole, head, at, [], this.#offset + at);
    });
  }

  #try(bytes: Buffer, head: Head, at: number, layers: readonly string[], offset: number): void {
    const number = head.how === 'JWK' ? numberAt(bytes, at + head.bytes.length) : undefined;
    // Any member of that name: it costs nothing, and logs are full of them.
    if (head.how === 'JWK' && number === undefined) return;
    this.#tries += 1;
    if (this.#tries > MOST_TRIES || layers.length > DEEPEST) return;
    const keys = number === undefined ? keysAt(bytes, head, at) : keysOfNumber(number);
    if (keys !== undefined) {
      for (const key of keys) this.#take(key, [...layers, head.how === 'DER' ? 'DER' : 'JWK'].join(' of '), offset);
      return;
    }
    const inner = decoded(bytes, head, at);
    this.#search.run(inner, inner.length, (next, start) => {
      // Only what the outer head promised; whatever else is in there has a head of its own.
      if (start <= BEFORE) this.#try(inner, next, start, [...layers, head.how], offset);
    });
  }

  #take(key: KeyObject, encoding: string, offset: number): void {
    const own = createPublicKey(key).export({ format: 'der', type: 'spki' });
    const certificate = this.#wanted.findIndex((wanted) => wanted.equals(own));
    if (certificate < 0 || this.#found.some((one) => one.certificate === certificate)) return;
    const whole = createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
    const pems = [key, whole].map((one) => one.export({ format: 'pem', type: 'pkcs8' }).toString());
    this.#found.push({ certificate, written: [...new Set(pems)], place: this.#place, offset, encoding });
  }
}

/** The structure whose first member stands at `at`, read as whatever it may be. */
function structureAround(bytes: Buffer, at: number): KeyObject[] {
  for (const head of [2, 3, 4]) {
    const start = at - head;
    if (start < 0 || bytes[start] !== 0x30) continue;
    const first = bytes[start + 1] ?? 0;
    const fits = head === 2 ? first < 0x80 : first === 0x80 + head - 2;
    const length = head === 2 ? first : fits ? bytes.readUIntBE(start + 2, head - 2) : 0;
    if (!fits || length > LONGEST || at + length > bytes.length) continue;
    const der = bytes.subarray(start, at + length);
    return (['pkcs8', 'sec1', 'pkcs1'] as const).flatMap((type) => read({ key: der, format: 'der', type }));
  }
  return [];
}

function read(given: Parameters<typeof createPrivateKey>[0]): KeyObject[] {
  try {
    return [createPrivateKey(given)];
  } catch {
    return [];
  }
}

/** The keys that the structure around a head is; undefined where there is one more layer to take off. */
function keysAt(bytes: Buffer, { how }: Head, at: number): KeyObject[] | undefined {
  if (how === 'DER') return structureAround(bytes, at);
  return how === 'JWK object' ? objectAround(bytes, at) : undefined;
}

/** A JSON object without objects in it, of which something stands at `at`, read as a JWK. */
function objectAround(bytes: Buffer, at: number): KeyObject[] {
  const [start, end] = [bytes.lastIndexOf('{', at), bytes.indexOf('}', at)];
  if (start < 0 || end < 0 || end - start > LONGEST) return [];
  const text = bytes.toString('latin1', start, end + 1);
  try {
    return read({ key: JSON.parse(text.replaceAll('\\"', '"')), format: 'jwk' });
  } catch {
    return [];
  }
}

/** By their length: the curves whose private number that can be. */
const CURVES = [
  { name: 'prime256v1', crv: 'P-256', length: 32 },
  { name: 'secp384r1', crv: 'P-384', length: 48 },
  { name: 'secp521r1', crv: 'P-521', length: 66 },
] as const;

/** PKCS#8 of Ed25519 (RFC 8410 7) as far as the private number, which is as long as that of P-256. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private number of a JWK; undefined where what stands there is of no curve's length. */
function numberAt(bytes: Buffer, at: number): Buffer | undefined {
  const text = /^[\w-]+/.exec(bytes.toString('latin1', at, at + 100))?.[0] ?? '';
  const number = Buffer.from(text, 'base64url');
  return CURVES.some(({ length }) => length === number.length) ? number : undefined;
}

/** The keys that a number alone makes, wherever the other members of a JWK stand. */
function keysOfNumber(number: Buffer): KeyObject[] {
  const edwards = Buffer.concat([ED25519, number]);
  return [...(number.length === 32 ? read({ key: edwards, format: 'der', type: 'pkcs8' }) : []), ...ecKeyOf(number)];
}

function ecKeyOf(number: Buffer): KeyObject[] {
  const curve = CURVES.find(({ length }) => length === number.length);
  if (curve === undefined) return [];
  const pair = createECDH(curve.name);
  try {
    pair.setPrivateKey(number);
  } catch {
    return [];
  }
  const point = pair.getPublicKey();
  const part = (from: number) => point.subarray(from, from + number.length).toString('base64url');
  const jwk = { kty: 'EC', crv: curve.crv, d: number.toString('base64url'), x: part(1), y: part(1 + number.length) };
  return read({ key: jwk, format: 'jwk' });
}

/** What stands from a little before the head on, with one layer taken off. */
function decoded(bytes: Buffer, { how, ahead }: Head, at: number): Buffer {
  if (how === 'UTF-16') {
    const start = at - 2 * Math.min(BEFORE / 4, at >> 1);
    return Buffer.from(bytes.toString('utf16le', start, Math.min(bytes.length, at + LONGEST)), 'latin1');
  }
  const after = plain(bytes.toString('latin1', at - Math.min(ahead, at), at + LONGEST));
  const text = bytes.toString('latin1', Math.max(0, at - ahead - BEFORE / 2), Math.max(0, at - ahead));
  if (how === 'hex') {
    const before = /(?:[0-9a-f]{2})*$/i.exec(text)?.[0] ?? '';
    return Buffer.from(before + after, 'hex');
  }
  const before = /(?:[A-Za-z0-9+/_-]{4})*$/.exec(text)?.[0] ?? '';
  const characters = /^[A-Za-z0-9+/_-]*/.exec(before + after)?.[0] ?? '';
  return Buffer.from(characters, 'base64');
}

/** Without what breaks lines, and with what was escaped: in JSON, by whatever program, in a URL, in a list of lines, or indented. */
function plain(text: string): string {
  return text
    .replace(/\\+u00(2[bBfF]|3[dD])|%(2[bBfF]|3[dD])/g, (_, one: string | undefined, other: string | undefined) =>
      String.fromCharCode(Number.parseInt(one ?? other ?? '', 16)),
    )
    .replace(/\\+[nrt]|%0[aAdD]|[\\\s",']/g, '');
}
