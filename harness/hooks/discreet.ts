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

/** Keeps to itself what a hook was told, and what its target's file took from the environment. */
export class Discretion {
  readonly #register = new SecretRegister();
  /** In characters. */
  readonly #longest: number;

  /** @param secrets - Each {@link SHORTEST_SECRET} bytes long at least. */
  constructor({ ccf }: HookInput, secrets: readonly string[]) {
    const { registrationCredential, onboardingCredential, provider } = ccf;
    const told = [registrationCredential, onboardingCredential, provider?.password].filter(
      (secret) => secret !== undefined,
    );
    for (const secret of told) {
      if (Buffer.byteLength(secret) >= SHORTEST_SECRET) this.#register.register('credential', secret);
    }
    for (const secret of secrets) this.#register.register('environment', secret);
    this.#longest = Math.max(0, ...[...told, ...secrets].map(({ length }) => length));
  }

  /** The text without them. */
  redact(text: string): string {
    return this.#register.redact(text);
  }

  /** The end of an output without them. */
  endOf(tail: Tail): string {
    const text = tail.bytes.toString('utf8');
    // The beginning of what was kept may be the rest of a credential, escaped or not.
    const whole = tail.complete ? text : text.slice(Math.min(KEPT_BYTES - SHOWN_BYTES, 6 * this.#longest));
    return Buffer.from(this.redact(whole)).subarray(-SHOWN_BYTES).toString('utf8').trim();
  }
}

/** The last line of a text, for a message of one line. */
export function lastLine(text: string): string {
  return text.split('\n').at(-1)?.trim() ?? '';
}
