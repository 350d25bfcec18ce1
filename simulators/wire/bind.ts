/** Where a server listens, when its port is one of a few that a firewall lets through. */
import { once } from 'node:events';
import type { Server } from 'node:net';

/** Each of the ports that may be used is in use. */
export class NoFreePort extends Error {
  readonly code = 'EADDRINUSE';
  /** What they were. */
  readonly ports: readonly number[];
  constructor(host: string, ports: readonly number[]) {
    super(`none of the ports ${ports.join(', ')} of ${host} is free`);
    this.name = 'NoFreePort';
    this.ports = ports;
  }
}

/**
 * Lets a server listen on the first of these ports that is free; 0 lets the system choose.
 *
 * @throws {NoFreePort} when there are several and none is; otherwise what the system says, e.g. with code EADDRNOTAVAIL.
 */
export async function bind(server: Server, host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    try {
      server.listen(port, host);
      await once(server, 'listening');
      return;
    } catch (error) {
      if (ports.length === 1 || !isInUse(error)) throw error;
    }
  }
  throw new NoFreePort(host, ports);
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
