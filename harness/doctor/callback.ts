/** Whether the target can reach our nodes, as far as that can be told from here. */
import { WireError } from '../../simulators/wire/facts.ts';
import { addressesOf } from '../../simulators/wire/resolve.ts';
import { connect } from '../../simulators/wire/tls-client.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import type { Listener } from '../../simulators/wire/types.ts';
import type { Target } from '../target/target.ts';
import { type Finding, ok, type Problem, problem, warning } from './finding.ts';

const CHECK = 'callback address';

/** What keeps our nodes from listening at all; undefined when nothing does. Opens a port and closes it. */
export async function cannotListen(target: Target): Promise<Problem | undefined> {
  const opened = await open(target);
  if (!('port' in opened)) return opened;
  await opened.close();
  return undefined;
}

/**
 * Listens as our nodes will, and connects to the address that the target is told. A connection that does not come about is a warning only: the
 * target may stand elsewhere, and see another network.
 */
export async function examineCallback(target: Target): Promise<Finding> {
  const opened = await open(target);
  if (!('port' in opened)) return problem(CHECK, opened);
  const { advertise } = target.listen;
  const { port } = opened;
  try {
    const session = await connect({
      host: advertise,
      port,
      tls: false,
      label: 'callback',
      timeoutMs: target.timing.answer,
    });
    await session.close();
    return ok(CHECK, `${advertise} reaches our nodes from here`);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const addresses = await addressesOf(advertise);
    const why = addresses.length === 0 ? 'the name has no address here' : error.failure.message;
    const message = `"${advertise}" does not lead to our nodes from here (${why}); name an address or host name by which the target reaches this machine`;
    return warning(CHECK, 'listen.advertise', message);
  } finally {
    await opened.close();
  }
}

async function open({ listen: { host, ports } }: Target): Promise<Listener | Problem> {
  try {
    return await listen({
      host,
      port: ports,
      label: 'callback',
      answer: async () => new Response(null, { status: 204 }),
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      const why = code === 'EACCES' ? 'may not be used by us' : 'are all in use';
      return { field: 'listen.ports', message: `the ports ${why} at ${host}; name others` };
    }
    const message = `"${host}" is no address of this machine (${code}); name one that is, such as 127.0.0.1 or 0.0.0.0`;
    return { field: 'listen.host', message };
  }
}
