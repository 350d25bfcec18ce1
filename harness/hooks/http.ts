/**
 * Calls a hook over HTTP. This is the target owner's own control interface, not CAPIF: nothing on it is evidence, and so it is the one
 * place outside the wire layer that opens a connection.
 */
import type { Hook } from '../target/hooks.ts';
import type { Gathering, Outcome } from './result.ts';

type Call = NonNullable<Hook['http']>;

/** Puts the call and gathers its answer. Never rejects. */
export async function callHook(call: Call, body: string, timeoutMs: number, gathering: Gathering): Promise<Outcome> {
  const { url, headers } = addressOf(call.url);
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
      // The call says what it wants done; elsewhere nobody knows what it would do.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status, ok } = response;
    for await (const chunk of response.body ?? []) (ok ? gathering.stdout : gathering.stderr).add(Buffer.from(chunk));
    return { code: status, problem: ok ? undefined : `was answered ${status}; it must be 2xx` };
  } catch (error) {
    return { code: undefined, problem: problemOf(error, timeoutMs) };
  }
}

/** fetch() refuses a URL with a user name and password, which go into a header of their own. */
function addressOf(written: string): { url: URL; headers: Record<string, string> } {
  const url = new URL(written);
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers: {} };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  url.username = '';
  url.password = '';
  return { url, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

function problemOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `was not answered within ${timeoutMs} ms; mend it, or give it a longer timeout`;
  }
  const code = reasonIn(error instanceof Error ? error.cause : undefined);
  if (code === 'ECONNREFUSED') return 'found nobody listening there (ECONNREFUSED); is it started?';
  return `could not be called (${code}); can this machine reach it, and does it trust its certificate?`;
}

/** A code of the system where there is one: of a host with several addresses, why the first was not reached. fetch() has some reasons without. */
function reasonIn(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonIn(cause.errors[0]);
  if (!(cause instanceof Error)) return 'no reason given';
  if ('code' in cause && cause.code) return String(cause.code);
  return cause.message === 'bad port' ? 'fetch() never calls this port' : cause.message || 'no reason given';
}
