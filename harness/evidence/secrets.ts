/**
 * Keeps secrets out of everything that is written.
 *
 * A secret is registered where it is made or read. Before anything leaves the process, {@link SecretRegister.redact}
 * replaces each, in whatever encoding it crossed the wire, by a fingerprint that is the same wherever the value was: a
 * reader can still tell that the key in step 0 is the key in step 3. What nobody could register (a foreign node's own
 * secrets) is recognised by where it stands: an Authorization header, a `client_secret=`, a PEM private key.
 */
import { createHmac } from 'node:crypto';
import { randomToken } from '../../simulators/wire/dice.ts';

/** Anything shorter would also blot out ordinary text. */
const SHORTEST_SECRET = 8;
/** Characters by which the pattern finds a candidate; whether the whole secret stands there is compared afterwards. */
const HEAD = 8;
/** What is shorter may come together by chance where lines are joined. */
const LONG_ENOUGH = 16;
/** In place of a text in which a secret stands, broken over lines. */
const BROKEN = '‹left out: a secret stands in it, broken over lines›';
/** Members of TS 29.222, RFC 6749 and HTTP whose text is a secret wherever they appear. */
const SECRET_MEMBERS = [
  'onboardingSecret',
  'access_token',
  'refresh_token',
  'client_secret',
  'regSec',
  'authenticationInfo',
  '(?:[Pp]roxy-)?[Aa]uthorization',
];
const SECRET_MEMBER = new RegExp(`^(?:${SECRET_MEMBERS.join('|')})$`);
const FINGERPRINT = /^‹[\w-]+:[0-9a-f]{8}›$/;
const AUTHENTICATION_SCHEME = /^[A-Za-z][\w-]* +/;

/** What gives an unregistered secret away. The last alternative, the heads of the registered ones, is added later. */
const GIVEAWAYS = [
  // A block that was cut off counts to the end of the text.
  String.raw`(?<pem>-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|$))`,
  String.raw`(?<header>(?:[Pp]roxy-)?(?:[Aa]uthorization|AUTHORIZATION):[ \t]*)(?<credentials>[^\r\n]+?)(?=\\[rn]|[\r\n]|$)`,
  // JSON within JSON escapes its quotes: the value ends at a quote with as many backslashes as the one that opened it.
  String.raw`(?<member>(?<escape>\\{0,7})"(?<name>${SECRET_MEMBERS.join('|')})\k<escape>"\s*:\s*\k<escape>")` +
    String.raw`(?<text>(?:[^"\\]|\k<escape>\\+"|\\+(?!["\\]))+)`,
  String.raw`(?<field>(?<key>client_secret|access_token|refresh_token)=)(?<value>[^&\s"'\\]+)`,
];

/** Where the key of a run's fingerprints is kept: workers inherit the environment. */
export const FINGERPRINT_KEY = 'CAPIF_FINGERPRINT_KEY';

/** The key of this run's fingerprints; made when it is first asked for. */
export function fingerprintKey(env: Record<string, string | undefined> = process.env): string {
  const key = env[FINGERPRINT_KEY] || randomToken(32);
  env[FINGERPRINT_KEY] = key;
  return key;
}

/**
 * `‹kind:8 hex digits›`: the start of an HMAC of the value. Equal values have equal fingerprints within a run. The key is of that run alone and is
 * written nowhere, so that nobody who reads a report can try out guesses.
 */
export function fingerprintOf(kind: string, value: string | Buffer): string {
  return `‹${kind}:${createHmac('sha256', fingerprintKey()).update(value).digest('hex').slice(0, 8)}›`;
}

/** The secrets of one run. */
export class SecretRegister {
  /** Every form of every secret with its fingerprint, by its first characters, longest first. */
  readonly #forms = new Map<string, { readonly form: string; readonly fingerprint: string }[]>();
  #pattern: RegExp | undefined;
  #heads: RegExp | undefined;

  /**
   * From now on `value` is replaced in every encoding that it may be written in.
   *
   * @param kind - What it is, e.g. `aefpsk`; part of the fingerprint. Letters, digits, `_` and `-`.
   * @param value - The secret; text (also PEM) or bytes. A value known already keeps the kind it was registered with.
   * @throws {RangeError} when it is shorter than 8 bytes.
   */
  register(kind: string, value: string | Buffer): void {
    if (!/^[\w-]+$/.test(kind)) throw new RangeError(`a kind of secret is a word such as "aefpsk", not "${kind}"`);
    const length = Buffer.byteLength(value);
    if (length < SHORTEST_SECRET) {
      throw new RangeError(
        `the ${kind} has ${length} bytes: under ${SHORTEST_SECRET} it could not be told from ordinary text; use a longer one`,
      );
    }
    const fingerprint = fingerprintOf(kind, value);
    for (const form of formsOf(value)) {
      const head = form.slice(0, HEAD);
      const forms = this.#forms.get(head) ?? [];
      if (forms.some((known) => known.form === form)) continue;
      this.#forms.set(
        head,
        [...forms, { form, fingerprint }].sort((a, b) => b.form.length - a.form.length),
      );
    }
    this.#pattern = undefined;
    this.#heads = undefined;
  }

  /**
   * A copy of `json` in which no secret is left, neither in texts nor in names of members.
   *
   * @throws {TypeError} when it holds something that is not JSON, such as a Buffer, in which a secret could hide.
   */
  redact<T>(json: T): T {
    // The copy has the shape of the original: only the content of its texts differs.
    return this.#copy(json, []) as T;
  }

  #copy(json: unknown, path: readonly (string | number)[]): unknown {
    if (typeof json === 'string') return this.#redactText(json);
    if (Array.isArray(json)) return json.map((item, index) => this.#copy(item, [...path, index]));
    if (typeof json === 'object' && json !== null) {
      const prototype: unknown = Object.getPrototypeOf(json);
      if (prototype !== Object.prototype && prototype !== null) {
        const what = json.constructor.name;
        throw new TypeError(
          `${path.join('.') || 'the value'} is a ${what}, not JSON: write its content as text or members`,
        );
      }
      return Object.fromEntries(
        Object.entries(json).map(([name, value]) => [
          this.#redactText(name),
          typeof value === 'string' && SECRET_MEMBER.test(name)
            ? this.#conceal(name, value)
            : this.#copy(value, [...path, name]),
        ]),
      );
    }
    return json;
  }

  /** A secret that lines break in two (`base64`, a narrow log) cannot be replaced in its place: then nothing of the text is told. */
  #redactText(text: string): string {
    const redacted = this.#replaced(text);
    return /[\r\n]|\\[rn]/.test(redacted) && this.#stands(redacted.replaceAll(/\s|\\+[rn]/g, '')) ? BROKEN : redacted;
  }

  /** Whether a registered secret of some length stands in the text. */
  #stands(text: string): boolean {
    this.#heads ??= new RegExp(`(?=${[...this.#forms.keys()].map(literally).join('|') || '(?!)'})`, 'g');
    return [...text.matchAll(this.#heads)].some(
      ({ index }) => (this.#knownAt(text, index)?.form.length ?? 0) >= LONG_ENOUGH,
    );
  }

  /** One pass over the text, from candidate to candidate. */
  #replaced(text: string): string {
    const pattern = this.#compiled();
    const parts: string[] = [];
    let done = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const known = this.#knownAt(text, match.index);
      const replaced = known ? { length: known.form.length, by: known.fingerprint } : this.#replacement(match);
      if (replaced === undefined) {
        pattern.lastIndex = match.index + 1;
        continue;
      }
      parts.push(text.slice(done, match.index), replaced.by);
      done = match.index + replaced.length;
      pattern.lastIndex = done;
    }
    return done === 0 ? text : parts.join('') + text.slice(done);
  }

  /** What a giveaway becomes; undefined for a candidate that only begins like a registered secret. */
  #replacement({ 0: whole, groups = {} }: RegExpExecArray): { length: number; by: string } | undefined {
    const { pem, header, credentials, member, name, text, field, key, value } = groups;
    const length = whole.length;
    // Without its line ends, so that a key has one fingerprint however its lines were broken.
    if (pem !== undefined) {
      return { length, by: this.#conceal('private-key', pem.replace(/(?:\\+[rn]|\s*[\r\n])\s*/g, '')) };
    }
    if (header !== undefined && credentials !== undefined) {
      return { length, by: header + this.#conceal('authorization', credentials) };
    }
    if (member !== undefined && name !== undefined && text !== undefined) {
      return { length, by: member + this.#conceal(name, text) };
    }
    if (field !== undefined && key !== undefined && value !== undefined) {
      return { length, by: field + this.#conceal(key, value) };
    }
    return undefined;
  }

  /** A value that is a secret because of where it stands: its own fingerprint when it is registered, else a general one. */
  #conceal(member: string, value: string): string {
    const kind = member.toLowerCase().endsWith('authorization') ? 'authorization' : member;
    const scheme = kind === 'authorization' ? (AUTHENTICATION_SCHEME.exec(value)?.[0] ?? '') : '';
    const secret = value.slice(scheme.length);
    if (secret === '' || FINGERPRINT.test(secret)) return value;
    const known = this.#knownAt(secret, 0);
    return scheme + (known?.form.length === secret.length ? known.fingerprint : fingerprintOf(kind, secret));
  }

  /** The longest registered form that stands in `text` at `index`. */
  #knownAt(text: string, index: number) {
    // Forms of few characters (a secret of 8 bytes can be two) have shorter heads than the rest.
    for (let length = HEAD; length > 0; length--) {
      const known = this.#forms
        .get(text.slice(index, index + length))
        ?.find(({ form }) => text.startsWith(form, index));
      if (known) return known;
    }
    return undefined;
  }

  /** Built once for many texts, and anew after a secret was registered. */
  #compiled(): RegExp {
    this.#pattern ??= new RegExp([...GIVEAWAYS, ...[...this.#forms.keys()].map(literally)].join('|'), 'g');
    return this.#pattern;
  }
}

/** How a secret may be written. */
function formsOf(value: string | Buffer): Set<string> {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const text = bytes.toString('utf8');
  const isText = bytes.equals(Buffer.from(text));
  const forms = [bytes.toString('latin1'), ...byteForms(bytes)];
  if (isText) forms.push(...textForms(text));
  const pem = /^-----BEGIN [A-Z0-9 ]+-----\s+([A-Za-z0-9+/=\s]+)-----END [A-Z0-9 ]+-----\s*$/.exec(text);
  if (pem?.[1] !== undefined) {
    const lines = text.trim().split(/\s*\n\s*/);
    forms.push(...['\n', '\r\n', '\\n', '\\r\\n', '\\\\n', ' ', ''].map((newline) => lines.join(newline)));
    forms.push(...byteForms(Buffer.from(pem[1], 'base64')));
  }
  return new Set(forms);
}

function byteForms(bytes: Buffer): string[] {
  const hex = bytes.toString('hex');
  const within = [0, 1, 2].map((offset) => {
    // Within a longer value (`user:secret`) the secret starts at any of three offsets: keep the characters that it alone decides.
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const decided = shifted.toString('base64').replace(/=+$/, '').slice([0, 2, 3][offset]);
    return shifted.length % 3 === 0 ? decided : decided.slice(0, -1);
  });
  const base64 = [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, ''), ...within];
  return [
    hex,
    hex.toUpperCase(),
    hex.toUpperCase().replace(/..(?!$)/g, '$&:'),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64.map(encodeURIComponent),
  ];
}

function textForms(text: string): string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const percent = encodeURIComponent(text);
  return [
    text,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    // Python and Go escape more in JSON than they must, and PHP the slash.
    escaped.replace(/[^ -~]/g, unicodeEscape),
    escaped.replace(/[<>&]/g, unicodeEscape),
    escaped.replaceAll('/', '\\/'),
    percent,
    percent.replace(/%../g, (octet) => octet.toLowerCase()),
    new URLSearchParams([['', text]]).toString().slice(1),
  ];
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `text` as a regular expression that matches it alone. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
