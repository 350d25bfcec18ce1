import { createServer, type Server } from 'node:net';
import { bind, NoFreePort } from '../../../../simulators/wire/bind.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import { expect, test } from '../../../support/test.ts';

const HOST = '127.0.0.1';
const answer = async () => new Response(null, { status: 204 });

const closed = (server: Server) => new Promise((resolve) => server.close(resolve));

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

/** Ports that nobody uses now; the system hands out none of them again soon. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await bind(server, HOST, [0]);
  const ports = servers.map(portOf);
  await Promise.all(servers.map(closed));
  return ports;
}

test('of several ports the first that is free is taken, and when none is, they are told', async () => {
  const ports = await freePorts(2);
  const servers = [createServer(), createServer(), createServer()] as const;
  await bind(servers[0], HOST, ports);
  await bind(servers[1], HOST, ports);
  expect([portOf(servers[0]), portOf(servers[1])]).toEqual(ports);
  const refused = await bind(servers[2], HOST, ports).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NoFreePort);
  expect(refused).toMatchObject({
    code: 'EADDRINUSE',
    message: `none of the ports ${ports.join(', ')} of ${HOST} is free`,
  });
  await Promise.all([closed(servers[0]), closed(servers[1])]);
});

test('one port in use, and an address of somebody else, are told as the system does', async () => {
  const server = createServer();
  await bind(server, HOST, [0]);
  await expect(bind(createServer(), HOST, [portOf(server)])).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(bind(createServer(), '192.0.2.1', [0, 0])).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  await closed(server);
});

test('a listener stays within its ports', async () => {
  const ports = await freePorts(2);
  const one = await listen({ label: 'one', port: ports, answer });
  const other = await listen({ label: 'other', port: ports, answer });
  expect([one.port, other.port]).toEqual(ports);
  await one.close();
  await other.close();
});
