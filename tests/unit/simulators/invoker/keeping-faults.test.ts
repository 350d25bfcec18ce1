import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type KnownSecurityMethod, SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { InvokerFault } from '../../../../simulators/invoker/faults.ts';
import type { ApiInvoker, InvokerCredentials } from '../../../../simulators/invoker/invoker.ts';
import { KEEPING_FAULTS } from '../../../../simulators/invoker/keeping-faults.ts';
import { type HttpExchange, WireError } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, invokerOf } from '../nodes.ts';

const NOTHING = { context: [], aefPsks: new Map() };

let ccf: Ccf;
let aef: Aef;
let events: Events;
let storage: string;
test.beforeAll(async () => {
  events = new Events();
  ccf = await startCcf({ observer: events.observer });
  aef = await aefOf(ccf, { observer: events.observer });
});
test.beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'invoker-'));
});
test.afterEach(() => rmSync(storage, { recursive: true }));
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

interface Kept {
  readonly method: KnownSecurityMethod;
  /** What stays in memory, of what was held before. */
  readonly memory: (before: InvokerCredentials) => Partial<InvokerCredentials>;
  /** Names of the files that stay. */
  readonly files: (aefId: string) => readonly string[];
  /** What acting again looks like to those who were asked. */
  readonly presented: (attempt: HttpExchange | WireError, before: InvokerCredentials) => void;
}

const KEPT: Partial<Record<InvokerFault, Kept>> = {
  'keeps-id': {
    method: 'PKI',
    memory: ({ identity }) => ({ identity }),
    files: () => ['invoker.json'],
    presented(attempt, { identity }) {
      const target = `/service-apis/v1/allServiceAPIs?api-invoker-id=${identity?.apiInvokerId}`;
      expect(attempt).toMatchObject({ request: { method: 'GET', target }, response: { status: 401 } });
    },
  },
  'keeps-certificate': {
    method: 'PKI',
    memory: ({ certificate }) => ({ certificate }),
    files: () => ['certificate.pem', 'private-key.pem'],
    presented(attempt, { identity }) {
      expect(attempt).toMatchObject({ response: { status: 401 } });
      expect(newestCaller()).toMatchObject({ subject: `CN=${identity?.apiInvokerId}` });
    },
  },
  'keeps-onboard-secret': {
    method: 'OAUTH',
    memory: ({ onboardingSecret }) => ({ onboardingSecret }),
    files: () => ['onboarding-secret'],
    presented(attempt, { onboardingSecret }) {
      const headers = { authorization: `Bearer ${onboardingSecret}` };
      expect(attempt).toMatchObject({ request: { method: 'POST', headers }, response: { status: 401 } });
    },
  },
  'keeps-aefpsk': {
    method: 'PSK',
    memory: ({ aefPsks }) => ({ aefPsks }),
    files: (aefId) => [`aefpsk-${aefId}`],
    presented(attempt) {
      expect(attempt).toBeInstanceOf(WireError);
      expect(attempt).toMatchObject({ failure: { alert: { name: 'unknown_psk_identity' } } });
    },
  },
  'keeps-token': {
    method: 'OAUTH',
    memory: ({ accessToken }) => ({ accessToken }),
    files: () => ['access-token.jwt'],
    presented(attempt, { accessToken }) {
      const headers = { authorization: `Bearer ${accessToken}` };
      expect(attempt).toMatchObject({ request: { method: 'GET', headers }, response: { status: 401 } });
    },
  },
};

/** Who the AEF's newest client is, by TLS. */
function newestCaller(): unknown {
  const opened = events.all.flatMap((event) =>
    event.kind === 'connection' && event.side === 'server' && event.label === 'aef: service API'
      ? [event.connection]
      : [],
  );
  const handshakes = events.all.flatMap((event) =>
    event.kind === 'handshake' && opened.includes(event.connection) ? [event.facts.peer] : [],
  );
  return handshakes.at(-1);
}

async function offboarded(fault: InvokerFault | undefined, method: KnownSecurityMethod) {
  const invoker = await callerOf(ccf, aef, method, { fault, storage });
  const before = invoker.snapshot();
  expect((await invoker.offboard()).response?.status).toBe(204);
  await events.notified(invoker.id);
  return { invoker, before };
}

async function attempts(invoker: ApiInvoker, method: KnownSecurityMethod) {
  const again = await invoker.actAgain(method, aef.serviceApi);
  return again.acted ? again.attempts : again.reason;
}

for (const [fault, kept] of Object.entries(KEPT) as [InvokerFault, Kept][]) {
  test(`${fault}: exactly that stays, in memory and in storage, and is presented`, async () => {
    const { invoker, before } = await offboarded(fault, kept.method);
    expect(invoker.snapshot()).toEqual({ ...NOTHING, ...kept.memory(before) });
    expect(readdirSync(storage).sort()).toEqual([...kept.files(aef.aefId)]);
    const acted = await attempts(invoker, kept.method);
    expect(acted).toHaveLength(1);
    for (const attempt of acted) if (typeof attempt !== 'string') kept.presented(attempt, before);
  });
}

test('what is kept is presented whatever the method asked for', async () => {
  const { invoker, before } = await offboarded('keeps-certificate', 'PSK');
  expect(await attempts(invoker, 'PSK')).toMatchObject([{ response: { status: 401 } }]);
  expect(newestCaller()).toMatchObject({ subject: `CN=${before.identity?.apiInvokerId}` });
});

for (const method of SECURITY_METHODS) {
  test(`a conformant invoker acts while it is onboarded, and not after (${method})`, async () => {
    const invoker = await callerOf(ccf, aef, method, { storage });
    expect(await attempts(invoker, method)).toMatchObject([{ response: { status: 200 } }]);
    await invoker.offboard();
    const mark = events.all.length;
    expect(await attempts(invoker, method)).toMatch(/holds no (AEFPSK|API invoker certificate|access token) for AEF/);
    const connections = events.all.slice(mark).filter(({ kind }) => kind === 'connection');
    expect(connections.filter((event) => 'label' in event && event.label === 'aef: service API')).toEqual([]);
  });
}

test('keeps-key-backup: the private key, in base64, stays in storage and nothing else', async () => {
  const { invoker, before } = await offboarded('keeps-key-backup', 'PKI');
  expect(invoker.snapshot()).toEqual(NOTHING);
  expect(readdirSync(storage)).toEqual(['backup.txt']);
  const backup = Buffer.from(readFileSync(join(storage, 'backup.txt'), 'utf8'), 'base64').toString();
  expect(backup).toBe(before.certificate?.key);
});

test('keeps-token-in-log: every access token stays in a line of a log and nothing else', async () => {
  const invoker = await callerOf(ccf, aef, 'OAUTH', { fault: 'keeps-token-in-log', storage });
  const tokens = [invoker.snapshot().accessToken];
  await invoker.requestToken({ withSecret: false });
  tokens.push(invoker.snapshot().accessToken);
  await invoker.offboard();
  expect(readdirSync(storage)).toEqual(['invoker.log']);
  const lines = readFileSync(join(storage, 'invoker.log'), 'utf8').trimEnd().split('\n');
  expect(lines).toEqual(tokens.map((token) => `INFO obtained access token ${token}`));
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`resumes-old-session, at a CCF that lets it (${version})`, async () => {
    const seen = new Events();
    const lax = await startCcf({ fault: 'resumes-then-refuses', observer: seen.observer });
    const versions = { minVersion: version, maxVersion: version };
    const invoker = invokerOf(lax, { fault: 'resumes-old-session', ...versions });
    await invoker.onboard();
    const subject = `CN=${invoker.apiInvokerId}`;
    await invoker.offboard();
    expect(invoker.snapshot()).toEqual(NOTHING);
    expect(await invoker.actAgain('PKI', aef.serviceApi)).toMatchObject({ acted: true, attempts: [{}] });
    await lax.close();
    const handshakes = seen.all.flatMap((event) => (event.kind === 'handshake' ? [event.facts] : []));
    expect(handshakes.at(-1)).toMatchObject({ resumed: true, peer: { subject } });
  });
}

test('keeps-onboarding-id: that ID alone stays, in a log', async () => {
  const { before } = await offboarded('keeps-onboarding-id', 'PKI');
  expect(readdirSync(storage)).toEqual(['invoker.log']);
  const log = readFileSync(join(storage, 'invoker.log'), 'utf8');
  expect(log).toBe(`INFO onboarded as ${before.identity?.onboardingId}\n`);
  expect(log).not.toContain(before.identity?.apiInvokerId);
});

test('keeps-renewed-token: the token that it had all the time goes, the renewed one stays in a log', async () => {
  const { before } = await offboarded('keeps-renewed-token', 'OAUTH');
  expect(readdirSync(storage)).toEqual(['invoker.log']);
  const log = readFileSync(join(storage, 'invoker.log'), 'utf8');
  expect(log).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(log).not.toContain(before.accessToken);
});

test('reuses-private-key: the new certificate is for the old key', async () => {
  const { invoker, before } = await offboarded('reuses-private-key', 'PKI');
  expect(invoker.snapshot()).toEqual(NOTHING);
  expect(await attempts(invoker, 'PKI')).toMatchObject([{ response: { status: 201 } }]);
  const { certificate } = invoker.snapshot();
  expect(certificate?.key).toBe(before.certificate?.key);
  expect(certificate?.certificate).not.toBe(before.certificate?.certificate);
});

test('resumes-service-session, at an AEF that lets it', async () => {
  const seen = new Events();
  const lax = await aefOf(ccf, { fault: 'resumes-then-refuses', observer: seen.observer });
  const invoker = await callerOf(ccf, lax, 'PSK', { fault: 'resumes-service-session' });
  await invoker.offboard();
  await seen.notified(invoker.id);
  expect(await invoker.actAgain('PSK', lax.serviceApi)).toMatchObject({ acted: true });
  await lax.close();
  const handshakes = seen.all.flatMap((event) => (event.kind === 'handshake' ? [event.facts] : []));
  expect(handshakes).toContainEqual(
    expect.objectContaining({ resumed: true, peer: { by: 'psk', identity: invoker.id } }),
  );
});

const ALONE: readonly string[] = [
  'keeps-key-backup',
  'keeps-token-in-log',
  'resumes-old-session',
  'keeps-onboarding-id',
  'keeps-renewed-token',
  'reuses-private-key',
  'resumes-service-session',
];

test('every fault of keeping something is seen above', () => {
  const seen = [...Object.keys(KEPT), ...ALONE];
  expect(Object.keys(KEEPING_FAULTS).sort()).toEqual(seen.sort());
});
