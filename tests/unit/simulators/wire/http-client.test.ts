/** Answers that HTTP libraries do not give, and how our client takes them. */
import { once } from 'node:events';
import { constants, createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { LARGEST_ANSWER } from '../../../../simulators/wire/http-client.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import type { ClientSession } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { sharedCredentials } from './fixture.ts';

async function connected(port: number, alpn: ('h2' | 'http/1.1')[]): Promise<ClientSession> {
  const { authority } = await sharedCredentials();
  return connect({ host: '127.0.0.1', port, label: 'client', trust: [authority.certificate], alpn });
}

async function identity(): Promise<{ cert: string; key: string }> {
  const { server } = await sharedCredentials();
  return { cert: server.certificate, key: server.key };
}

for (const [name, answer] of Object.entries({
  'with a body in the same segment': 'HTTP/1.1 204 No Content\r\ncontent-length: 4\r\n\r\ngone',
  'without one': 'HTTP/1.1 204 No Content\r\n\r\n',
})) {
  test(`a 204 ${name} is complete, and the session serves on`, async () => {
    const server = createTlsServer(await identity(), (socket: TLSSocket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.write(answer));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const session = await connected((server.address() as AddressInfo).port, ['http/1.1']);
    try {
      for (let round = 0; round < 2; round += 1) {
        const { response, failure } = await session.request({ method: 'DELETE', path: '/', timeoutMs: 2000 });
        expect(failure).toBeUndefined();
        expect(response).toMatchObject({ status: 204, complete: true, body: '' });
      }
      expect(session.usable).toBe(true);
    } finally {
      await session.close();
      server.close();
    }
  });
}

test('after a GOAWAY the connection stands, and a request fails instead of throwing', async () => {
  const sessions: ServerHttp2Session[] = [];
  const server = createSecureServer({ ...(await identity()) }, (_request, response) => {
    response.stream.respond({ ':status': 200 }, { endStream: true });
  });
  server.on('session', (session) => sessions.push(session));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = await connected((server.address() as AddressInfo).port, ['h2']);
  try {
    expect((await session.request({ method: 'GET', path: '/' })).response?.status).toBe(200);
    expect(session.usable).toBe(true);
    sessions[0]?.goaway(0);
    await expect.poll(() => session.usable).toBe(false);
    const { response, failure } = await session.request({ method: 'GET', path: '/', timeoutMs: 2000 });
    expect(response).toBeUndefined();
    expect(failure).toMatchObject({ cause: 'closed', code: 'GOAWAY' });
    expect(session.open).toBe(true);
  } finally {
    await session.close();
    for (const opened of sessions) opened.destroy();
    server.close();
  }
});

test('a stream that the peer resets is told by its code, and is no refusal', async () => {
  const sessions: ServerHttp2Session[] = [];
  const server = createSecureServer({ ...(await identity()) }, (_request, response) => {
    response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  server.on('session', (session) => sessions.push(session));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = await connected((server.address() as AddressInfo).port, ['h2']);
  try {
    const { response, failure } = await session.request({ method: 'POST', path: '/token', timeoutMs: 2000 });
    expect(response).toBeUndefined();
    expect(failure).toMatchObject({
      cause: 'other',
      message: 'the HTTP/2 stream was reset before its answer was complete (INTERNAL_ERROR)',
    });
    expect(session.open).toBe(true);
  } finally {
    await session.close();
    for (const opened of sessions) opened.destroy();
    server.close();
  }
});

for (const alpn of ['http/1.1', 'h2'] as const) {
  test(`an answer without end is given up at a bound, not when there is no memory left (${alpn})`, async () => {
    const open = new Set<Duplex>();
    const server = createSecureServer({ ...(await identity()), allowHTTP1: true }, (_request, response) => {
      open.add(response.stream ?? response.socket);
      const chunk = Buffer.alloc(1 << 20, 'x');
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write);
      write();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const session = await connected((server.address() as AddressInfo).port, [alpn]);
    try {
      const { response, failure } = await session.request({ method: 'GET', path: '/', timeoutMs: 20_000 });
      expect(response).toMatchObject({ status: 200, complete: false });
      expect(response?.body.length).toBeLessThanOrEqual(LARGEST_ANSWER);
      expect(failure).toMatchObject({ cause: 'incomplete', message: expect.stringContaining('16 MiB') });
    } finally {
      await session.close();
      for (const socket of open) socket.destroy();
      server.close();
    }
  });
}

for (const alpn of ['http/1.1', 'h2'] as const) {
  test(`answers are asked for without a coding, which a server may choose for those who do not say (${alpn})`, async () => {
    const server = createSecureServer({ ...(await identity()), allowHTTP1: true }, (request, response) => {
      const plain = request.headers['accept-encoding'] === 'identity';
      if (!plain) response.setHeader('content-encoding', 'gzip');
      response.end(plain ? '{}' : gzipSync('{}'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const session = await connected((server.address() as AddressInfo).port, [alpn]);
    try {
      const { response } = await session.request({ method: 'GET', path: '/', timeoutMs: 2000 });
      expect(response).toMatchObject({ status: 200, body: '{}' });
    } finally {
      await session.close();
      server.close();
    }
  });
}
