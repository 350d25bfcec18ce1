/** The floor: what the same handshakes and requests cost with Node's own TLS and HTTP and nothing of ours in between. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import { createAuthority } from '../simulators/pki/authority.ts';
import { generateKeyPair } from '../simulators/pki/keys.ts';
import { type Cost, costOf } from './cost.ts';
import type { Work } from './reference.ts';

export interface Floor {
  /** Does that much work, one thing after the other. */
  measure(work: Work): Promise<Cost>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts a bare HTTPS server on loopback that demands client certificates. Certificates are made as those of the run are. */
export async function startFloor(): Promise<Floor> {
  const authority = await createAuthority('Floor CA');
  const identity = async (commonName: string) => {
    const { publicKey, privateKey } = await generateKeyPair();
    const { certificate } = await authority.issue({ publicKey, commonName, hosts: [HOST] });
    return { cert: certificate, key: privateKey, ca: authority.certificate };
  };
  const server = createServer(
    { ...(await identity('server')), requestCert: true, rejectUnauthorized: true },
    (incoming, outgoing) => {
      incoming.resume().once('end', () => outgoing.writeHead(204).end());
    },
  );
  server.listen(0, HOST);
  await once(server, 'listening');
  // Certificates are parsed once: a floor has nothing to spare.
  const secureContext = createSecureContext(await identity('client'));
  const client = { secureContext, host: HOST, port: (server.address() as AddressInfo).port };

  return {
    measure: ({ handshakes, requests }) =>
      costOf(async () => {
        for (let index = 0; index < handshakes; index += 1) {
          // Spread evenly: some connections carry one request more than others, or none.
          const share = Math.floor((requests * (index + 1)) / handshakes) - Math.floor((requests * index) / handshakes);
          await (share === 0 ? handshake(client) : exchange(client, share));
        }
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type Client = { readonly host: string; readonly port: number; readonly secureContext: SecureContext };

async function handshake(client: Client): Promise<void> {
  const socket = connect(client);
  await once(socket, 'secureConnect');
  socket.resume().end();
  await once(socket, 'close');
}

/** A full handshake and so many requests on it. */
async function exchange(client: Client, requests: number): Promise<void> {
  const agent = new Agent({ ...client, keepAlive: true, maxSockets: 1, maxCachedSessions: 0 });
  for (let index = 0; index < requests; index += 1) {
    const outgoing = request({ agent, method: 'DELETE', host: client.host, port: client.port, path: '/' });
    outgoing.end();
    const [incoming] = await once(outgoing, 'response');
    incoming.resume();
    await once(incoming, 'end');
  }
  agent.destroy();
}
