/** A line on which everything that a server says takes its time; who connects to it sees the server's own certificate. */
import { connect, createServer, type Socket } from 'node:net';
import { bind } from '../../simulators/wire/bind.ts';

export interface SlowLine {
  readonly port: number;
  close(): void;
}

/** Leads to that port of this machine; each piece that comes back from there is held for `delayMs`. */
export async function slowLine(to: number, delayMs: number): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => [near, far].map((one) => one.destroy()));
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far);
    far.on('data', (chunk) => setTimeout(() => near.write(chunk), delayMs));
    far.on('end', () => setTimeout(() => near.end(), delayMs));
  });
  await bind(server, '127.0.0.1', [0]);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
