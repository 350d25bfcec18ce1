import { type Authority, createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { WireError } from '../../../../simulators/wire/facts.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type {
  ClientSession,
  ConnectOptions,
  Listener,
  ListenOptions,
  TlsIdentity,
} from '../../../../simulators/wire/types.ts';

/** A CA with a server's and a client's identity, made once a worker. */
export interface Credentials {
  readonly authority: Authority;
  readonly server: TlsIdentity;
  readonly client: TlsIdentity;
}

let credentials: Promise<Credentials> | undefined;

export function sharedCredentials(): Promise<Credentials> {
  credentials ??= makeCredentials();
  return credentials;
}

async function makeCredentials(): Promise<Credentials> {
  const authority = await createAuthority('Test CA');
  return {
    authority,
    server: await identityOf(authority, 'server', ['127.0.0.1']),
    client: await identityOf(authority, 'client'),
  };
}

export async function identityOf(authority: Authority, commonName: string, hosts: string[] = []): Promise<TlsIdentity> {
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName, hosts });
  return { certificate, key: privateKey };
}

/** Runs `use` with a mutual-TLS listener that answers as told, and a way to connect to it; closes everything after. */
export async function withListener(
  listening: Partial<ListenOptions> & Pick<ListenOptions, 'answer'>,
  use: (given: {
    listener: Listener;
    credentials: Credentials;
    open: (options?: Partial<ConnectOptions>) => Promise<ClientSession>;
  }) => Promise<void>,
): Promise<void> {
  const made = await sharedCredentials();
  const listener = await listen({
    label: 'server',
    identity: made.server,
    trust: [made.authority.certificate],
    clientCertificate: 'optional',
    ...listening,
  });
  const sessions: ClientSession[] = [];
  const open = async (options: Partial<ConnectOptions> = {}) => {
    const session = await connect({
      host: listener.host,
      port: listener.port,
      label: 'client',
      trust: [made.authority.certificate],
      identity: made.client,
      ...options,
    });
    sessions.push(session);
    return session;
  };
  try {
    await use({ listener, credentials: made, open });
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
    await listener.close();
  }
}

/** Where the refusal shows: in the handshake, or (TLS 1.3 client certificates) with the first round trip. */
export async function failureOf(
  open: () => Promise<{ request: (o: { method: string; path: string }) => Promise<{ failure?: unknown }> }>,
) {
  try {
    return (await (await open()).request({ method: 'GET', path: '/' })).failure;
  } catch (error) {
    if (error instanceof WireError) return error.failure;
    throw error;
  }
}
