/** What may be repeated of a hook: its name, its program, the end of what it said, and never a credential. */
import { SecretRegister } from '../evidence/secrets.ts';
import type { Hook } from '../target/hooks.ts';
import type { HookInput } from './contract.ts';
import type { Tail } from './output.ts';

/** As much of stderr is shown. */
const SHOWN_BYTES = 2048;
/** As much is kept, so that a credential is seen whole before the text is cut. */
export const KEPT_BYTES = 4 * SHOWN_BYTES;
/** Shorter ones cannot be told from ordinary text, and the register refuses them. */
const SHORTEST_SECRET = 8;

/** `the trigger hook (./acme.sh)`: arguments are left out, for a password may be among them. */
export function nameOf(hook: Hook, input: HookInput): string {
  return `the ${input.hook} hook (${calledIn(hook)})`;
}

function calledIn({ exec, http }: Hook): string {
  if (http !== undefined) {
    const { protocol, host, pathname } = new URL(http.url);
    return `${http.method} ${protocol}//${host}${pathname}`;
  }
  const words = (exec ?? '').trim().split(/\s+/);
  // `PASSWORD=… ./acme.sh` is a usual way to hand something over.
  const program = words.find((word) => !/^\w+=/.test(word)) ?? 'a command';
  return words.length > 1 ? `${program} …` : program;
}

/** Says the end of an output, without the credentials that the hook was told. */
export function discreetly(tail: Tail, input: HookInput): string {
  const { registrationCredential, onboardingCredential, provider } = input.ccf;
  const secrets = [registrationCredential, onboardingCredential, provider?.password].filter(
    (secret) => secret !== undefined,
  );
  const register = new SecretRegister();
  for (const secret of secrets) {
    if (Buffer.byteLength(secret) >= SHORTEST_SECRET) register.register('credential', secret);
  }
  const text = tail.bytes.toString('utf8');
  // The beginning of what was kept may be the rest of a credential, escaped or not.
  const whole = tail.complete
    ? text
    : text.slice(Math.min(KEPT_BYTES - SHOWN_BYTES, 6 * Math.max(0, ...lengths(secrets))));
  return Buffer.from(register.redact(whole)).subarray(-SHOWN_BYTES).toString('utf8').trim();
}

const lengths = (texts: readonly string[]): number[] => texts.map(({ length }) => length);

/** The last line of a text, for a message of one line. */
export function lastLine(text: string): string {
  return text.split('\n').at(-1)?.trim() ?? '';
}
