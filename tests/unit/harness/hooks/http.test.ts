import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runHook } from '../../../../harness/hooks/run.ts';
import type { Hook } from '../../../../harness/target/hooks.ts';
import { expect, test } from '../../../support/test.ts';
import { told } from './told.ts';

interface Got {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Calls a hook that answers like that; `undefined` for one that never does. */
async function called(status: number | undefined, body: string, userinfo = '', timeout = 5000) {
  const got: Got[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, headers } = incoming;
    got.push({ method, headers, body: Buffer.concat(await incoming.toArray()).toString() });
    if (status !== undefined) outgoing.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const hook: Hook = { http: { method: 'PUT', url: `http://${userinfo}127.0.0.1:${port}/onboard?key=k` }, timeout };
  const result = await runHook(hook, told('onboard'), { folder: '.' });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { result, got, port, after: () => runHook(hook, told('onboard'), { folder: '.' }) };
}

test('a call gets the object as its body and answers one', async () => {
  const { result, got } = await called(200, '{"apiInvokerId":"INV1"}', 'acme:pass%20word@');
  expect(result).toMatchObject({ hook: 'onboard', ok: true, code: 200, answer: { apiInvokerId: 'INV1' } });
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('acme:pass word')}` },
  });
  expect(JSON.parse(got[0]?.body ?? '')).toEqual(told('onboard'));
});

test('a call may answer nothing', async () => {
  expect((await called(204, '')).result).toMatchObject({ ok: true, code: 204, answer: {} });
});

test('another status than 2xx is a failure, and says what was said', async () => {
  const { result, port } = await called(500, 'no database');
  expect(result).toMatchObject({
    ok: false,
    code: 500,
    detail: `the onboard hook (PUT http://127.0.0.1:${port}/onboard) was answered 500; it must be 2xx; it last said: no database`,
  });
  const redirected = await called(302, '');
  expect(redirected.result.code).toBe(302);
  expect(redirected.got).toHaveLength(1);
});

test('a call that is not answered in time, or by nobody, says so', async () => {
  const { result, after } = await called(undefined, '', 'acme:hunter2@', 200);
  expect(result.detail).toContain('was not answered within 200 ms');
  const refused = await after();
  expect(refused).toMatchObject({ ok: false, code: undefined, detail: expect.stringContaining('ECONNREFUSED') });
  expect(refused.detail).not.toContain('hunter2');
});

test('whatever keeps a call from being made is named', async () => {
  const { port } = await called(204, '');
  const detailAt = async (url: string) =>
    (await runHook({ http: { method: 'POST', url }, timeout: 5000 }, told('onboard'), { folder: '.' })).detail;
  expect(await detailAt(`http://localhost:${port}/`)).toContain('found nobody listening there (ECONNREFUSED)');
  expect(await detailAt('http://127.0.0.1:1/')).toContain('could not be called (fetch() never calls this port)');
});
