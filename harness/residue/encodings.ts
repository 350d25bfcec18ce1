/** How a store may write bytes or text down: every form in which a credential is looked for. */

/** One way in which a value stands in a store. */
export interface Form {
  /** For people, e.g. `base64url`; never the value. */
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** How files and JSON texts break lines: as they are, escaped once, and escaped twice (JSON within JSON). */
const LINE_ENDS = { LF: '\n', CRLF: '\r\n', '\\n': '\\n', '\\r\\n': '\\r\\n', '\\\\n': '\\\\n' } as const;
/** PEM (RFC 7468) and `openssl base64` break at 64 characters, MIME and `base64` at 76. */
const WIDTHS = [64, 76] as const;
/** Blank bytes before the value: where it starts within a longer value decides its characters in base64. */
const ALIGNMENTS = [0, 1, 2] as const;

/** With fewer bytes of its own a line could be somebody else's by chance. */
const OWN_IN_LINE = 12;

/** The forms of bytes, the plain one called `name`: hexadecimal, base64 and their escapes. */
export function byteForms(bytes: Buffer, name: string): Form[] {
  const hex = bytes.toString('hex');
  const colons = hex.replace(/..(?!$)/g, '$&:');
  const base64 = bytes.toString('base64');
  const spaced = colons.replaceAll(':', ' ');
  const forms: (readonly [encoding: string, text: string])[] = [
    ['hex', hex],
    ['hex, upper case', hex.toUpperCase()],
    ['hex with spaces', spaced],
    ['hex with spaces, upper case', spaced.toUpperCase()],
    // Node's Buffer, and whatever has no better way to write bytes in JSON.
    ...[',', ', '].map((comma) => ['decimal numbers', [...bytes].join(comma)] as const),
    ...(bytes.length <= SHORT ? keyForms(bytes, hex) : []),
    ['hex with colons', colons],
    ['hex with colons, upper case', colons.toUpperCase()],
    ['base64', base64],
    ['base64, escaped for a URL', encodeURIComponent(base64)],
    ['base64 without padding', base64.replace(/=+$/, '')],
    ['base64url', bytes.toString('base64url')],
    ...ALIGNMENTS.flatMap((blanks) => withinBase64(bytes, blanks)),
    ...WIDTHS.flatMap((width) =>
      Object.entries(LINE_ENDS).map(
        ([end, text]) => [`base64 in lines of ${width} (${end})`, wrapped(base64, width, text)] as const,
      ),
    ),
    ...inJson(base64).map((text) => ['base64, escaped for JSON', text] as const),
  ];
  const of = name === 'raw' ? '' : ` of ${name}`;
  return distinct([
    { encoding: name, bytes },
    ...forms.map(([encoding, text]) => ({ encoding: encoding + of, bytes: Buffer.from(text, 'latin1') })),
    // What Windows, and the memory of a Java or JavaScript engine, keeps text in.
    ...[hex, hex.toUpperCase(), base64, bytes.toString('base64url')].map((text, index) => ({
      encoding: `${index < 2 ? 'hex' : 'base64'}${of} as UTF-16`,
      bytes: Buffer.from(text, 'utf16le'),
    })),
    { encoding: `${name}, escaped for a URL`, bytes: Buffer.from(percent(bytes), 'latin1') },
  ]);
}

/** What is no longer is a key: programs show keys in more ways than they do certificates. */
const SHORT = 64;

/** As languages write bytes in source code and logs, and as a store of text keeps the hexadecimal that an answer of the CCF has. */
function keyForms(bytes: Buffer, hex: string): (readonly [encoding: string, text: string])[] {
  const octets = [...bytes].map((octet) => octet.toString(16).padStart(2, '0'));
  const signed = [...bytes].map((octet) => (octet > 127 ? octet - 256 : octet));
  return [
    ...[',', ', '].map((comma) => ['signed decimal numbers', signed.join(comma)] as const),
    ...[',', ', '].map((comma) => ['0x numbers', octets.map((octet) => `0x${octet}`).join(comma)] as const),
    ['\\x escapes', octets.map((octet) => `\\x${octet}`).join('')],
    ['bytes as Python shows them', asPython(bytes)],
    ...[hex, hex.toUpperCase()].flatMap((text) =>
      ALIGNMENTS.flatMap((blanks) =>
        withinBase64(Buffer.from(text), blanks).map(([encoding, form]) => [`hex in ${encoding}`, form] as const),
      ),
    ),
  ];
}

function asPython(bytes: Buffer): string {
  const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };
  return [...bytes]
    .map((octet) => {
      const character = String.fromCharCode(octet);
      const printed = octet > 31 && octet < 127 ? character : `\\x${octet.toString(16).padStart(2, '0')}`;
      return escapes[character] ?? printed;
    })
    .join('');
}

/** The forms of text in its own characters, the plain one called `name`: as it is, and escaped for JSON and for URLs. */
export function textForms(given: string, name: string): Form[] {
  // Half a surrogate pair cannot be written anywhere: UTF-8 has U+FFFD in its stead.
  const text = Buffer.from(given).toString();
  const escaped = JSON.stringify(text).slice(1, -1);
  const inUrl = encodeURIComponent(text);
  const forms: (readonly [encoding: string, text: string])[] = [
    [name, text],
    [`${name}, escaped for JSON`, escaped],
    [`${name}, escaped for JSON twice`, JSON.stringify(escaped).slice(1, -1)],
    // Python and Go escape more in JSON than they must, and PHP the slash.
    [`${name}, escaped for JSON`, escaped.replace(/[^ -~]/g, unicodeEscape)],
    [`${name}, escaped for JSON`, escaped.replace(/[<>&]/g, unicodeEscape)],
    [`${name}, escaped for JSON`, escaped.replaceAll('/', '\\/')],
    [`${name}, escaped for a URL`, inUrl],
    [`${name}, escaped for a URL`, inUrl.replace(/%../g, (octet) => octet.toLowerCase())],
    [`${name}, escaped for a form`, new URLSearchParams([['', text]]).toString().slice(1)],
  ];
  return distinct([
    ...forms.map(([encoding, written]) => ({ encoding, bytes: Buffer.from(written) })),
    // What Windows, and the memory of a Java or JavaScript engine, keeps text in.
    { encoding: `${name} as UTF-16`, bytes: Buffer.from(text, 'utf16le') },
  ]);
}

/** A PEM block in every way of breaking its lines. Without a line end after it, which may be any or none. */
export function pemForms(label: string, der: Buffer): Form[] {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const base64 = der.toString('base64');
  return [...WIDTHS, base64.length].flatMap((width) =>
    Object.entries(LINE_ENDS).map(([name, lineEnd]) => ({
      encoding: name === 'LF' && width === 64 ? 'PEM' : `PEM in ${linesOf(width, base64)} (${name})`,
      bytes: Buffer.from([begin, wrapped(base64, width, lineEnd), end].join(lineEnd)),
    })),
  );
}

/**
 * Lines of a PEM block, each by itself: in a list, indented, with a form's or some program's escapes, or otherwise apart from each other.
 *
 * @param secret - The bytes that nobody else has. What a line says of others (the issuer, the public key) may well stand elsewhere.
 */
export function pemLineForms(der: Buffer, secret: { readonly from: number; readonly to: number }): Form[] {
  const base64 = der.toString('base64').replace(/=+$/, '');
  return WIDTHS.flatMap((width) =>
    Array.from({ length: Math.ceil(base64.length / width) }, (_, index): Form[] => {
      const [start, end] = [index * width, Math.min(base64.length, (index + 1) * width)];
      const own = Math.min(secret.to, (end * 3) / 4) - Math.max(secret.from, (start * 3) / 4);
      if (own < OWN_IN_LINE) return [];
      const line = base64.slice(start, end);
      const inUrl = encodeURIComponent(line);
      const texts = [line, ...inJson(line), inUrl, inUrl.replace(/%../g, (octet) => octet.toLowerCase())];
      return [
        ...texts.map((text) => ({ encoding: 'a line of PEM', bytes: Buffer.from(text, 'latin1') })),
        { encoding: 'a line of PEM as UTF-16', bytes: Buffer.from(line, 'utf16le') },
      ];
    }).flat(),
  );
}

/** Base64 as PHP and .NET write it in JSON, which escape more than they must. */
function inJson(base64: string): string[] {
  const plus = base64.replaceAll('+', '\\u002B');
  return [base64.replaceAll('/', '\\/'), plus, base64.replaceAll('+', '\\u002b')];
}

/** A PEM block as a whole in base64, hexadecimal and so on, which is how Kubernetes keeps keys. */
export function encodedPemForms(label: string, der: Buffer): Form[] {
  const lines = [
    `-----BEGIN ${label}-----`,
    wrapped(der.toString('base64'), WIDTHS[0], '\n'),
    `-----END ${label}-----`,
  ];
  return (['\n', '\r\n'] as const).flatMap((end) =>
    byteForms(Buffer.from(lines.join('\n').replaceAll('\n', end)), 'PEM').slice(1),
  );
}

/** Without the forms whose bytes another has already: base64 with nothing to pad is its own form without padding. */
export function distinct(forms: readonly Form[]): Form[] {
  const seen = new Set<string>();
  return forms.filter(({ bytes }) => {
    const key = bytes.toString('latin1');
    return !seen.has(key) && seen.add(key);
  });
}

/** The characters that the value alone decides when it begins `blanks` bytes after a multiple of three, as in `user:value`. */
function withinBase64(bytes: Buffer, blanks: 0 | 1 | 2): (readonly [string, string])[] {
  const shifted = Buffer.concat([Buffer.alloc(blanks), bytes]);
  const unpadded = shifted.toString('base64').replace(/=+$/, '');
  const first = [0, 2, 3][blanks];
  // The last character of an incomplete group of three also holds bits of what comes after.
  const decided = unpadded.slice(first, shifted.length % 3 === 0 ? undefined : -1);
  return [
    ['base64, within a longer value', decided],
    ['base64url, within a longer value', decided.replaceAll('+', '-').replaceAll('/', '_')],
    ['base64, within a longer value, escaped for a URL', encodeURIComponent(decided)],
  ];
}

const linesOf = (width: number, base64: string): string => (width === base64.length ? 'one line' : `lines of ${width}`);

const wrapped = (base64: string, width: number, lineEnd: string): string =>
  (base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(lineEnd);

const percent = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
