/** Looks for secrets in whatever was written, knowing nothing of how the harness hides them. */
import { inflateSync } from 'node:zlib';

/** One find: what kind of secret, where. Never the secret itself, for a test's message is written down too. */
export type Find = string;

/** What gives a secret away whose value nobody knows. Within JSON text that is itself in JSON, quotes are escaped. */
const GIVEAWAYS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/],
  ['JWT', /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{20,}/],
  [
    'value of a secret member',
    /(?:onboardingSecret|access_token|client_secret|regSec|authenticationInfo)\\*"\s*:\s*\\*"(?!‹|\\*")/,
  ],
  ['form field', /(?:client_secret|access_token)=(?!‹)/],
  ['authorization', /authorization\\*"\s*:\s*\\*"(?:\w+ +)?(?!\w+ +‹|‹)[^"‹]/i],
  // 32 bytes in hexadecimal, as an AEFPSK is sent: only fingerprints of certificates and public keys, and hashes of what our CCF made at
  // random, may look like that.
  [
    '256 bits',
    /(?<!(?:fingerprint|sha256|publicKeySha256|secretSha256)\\*"\s*:\s*\\*")(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])/,
  ],
];

/** What is found in a text, attachments of Playwright's JSON report (base64) and what the HTML report packs included. */
export function scan(text: string, known: Readonly<Record<string, string>> = {}): Find[] {
  const texts = [text, ...attachmentsIn(text), ...recordingsIn(text)];
  const guessed = GIVEAWAYS.filter(([, pattern]) => texts.some((one) => pattern.test(one))).map(([kind]) => kind);
  const exact = Object.entries(known).filter(([, value]) =>
    formsOf(value).some((form) => texts.some((one) => one.includes(form))),
  );
  return [...guessed, ...exact.map(([kind]) => kind)];
}

/** A secret as text, hexadecimal and base64; the last at each of the three places where it can begin. */
function formsOf(secret: string): string[] {
  const contents = [Buffer.from(secret), ...(/^([0-9a-f]{2})+$/i.test(secret) ? [Buffer.from(secret, 'hex')] : [])];
  const encoded = contents.flatMap((content) => [
    content.toString('hex'),
    content.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => {
      const base64 = Buffer.concat([Buffer.alloc(offset), content])
        .toString('base64')
        .replace(/=+$/, '');
      // Characters at either end depend on neighbouring octets as well.
      const own = base64.slice(offset === 0 ? 0 : offset + 1, (content.length + offset) % 3 === 0 ? undefined : -1);
      return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ]);
  return [...new Set([secret, encodeURIComponent(secret), ...encoded])];
}

/** The attachments within Playwright's JSON report, decoded. */
export function attachmentsIn(text: string): string[] {
  return [...text.matchAll(/"body": ?"([A-Za-z0-9+/=]{16,})"/g)].map(([, body = '']) =>
    Buffer.from(body, 'base64').toString('utf8'),
  );
}

/** What the HTML report packs: deflated, in base64. */
function recordingsIn(text: string): string[] {
  const [, packed] = /id="recordings">([A-Za-z0-9+/=]+)</.exec(text) ?? [];
  return packed === undefined ? [] : [inflateSync(Buffer.from(packed, 'base64')).toString('utf8')];
}
