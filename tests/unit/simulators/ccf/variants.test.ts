import { createHash, X509Certificate } from 'node:crypto';
import { paths } from '../../../../simulators/capif/paths.ts';
import { CCF_VARIANTS, type CcfVariant } from '../../../../simulators/ccf/variants.ts';
import { serialNumber } from '../../../../simulators/pki/certificates.ts';
import { revokedSerialNumbers } from '../../../../simulators/pki/crl.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import type { HttpExchange } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { enrolment, type Invoker, type Person, type Provider, textAt } from './cast.ts';
import { discovery, offboard, request, Stage } from './stage.ts';
import { World } from './world.ts';

/** What is particular to a variant, seen on the way of one invoker from onboarding to offboarding. */
interface Journey {
  readonly stage: Stage;
  readonly provider: Provider;
  readonly invoker: Invoker;
  /** The answer to the offboarding request. */
  readonly answer: HttpExchange;
  /** The HTTP version by which the notification came. */
  readonly notifiedBy: string | undefined;
  /** What discovery got: before; and afterwards, in a new session with the old certificate. */
  readonly before: HttpExchange;
  readonly after: number | string;
}

const PARTICULARS: Partial<Record<CcfVariant, (journey: Journey) => void | Promise<void>>> = {
  'refuses-with-403': ({ after }) => expect(after).toBe(403),
  'refuses-with-404': ({ after }) => expect(after).toBe(404),
  'closes-on-old-certificate': ({ after }) => expect(after).toBe('closed'),
  async 'tls-1.2-only'({ stage, provider }) {
    const session = await stage.session(provider.aef);
    expect(session.facts?.version).toBe('TLSv1.2');
  },
  async 'tls-1.3-only'({ stage, provider }) {
    await expect(stage.session(provider.aef, { maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol_version/);
  },
  async 'no-resumption'({ stage, provider }) {
    const first = await stage.session(provider.aef);
    await request(first, 'GET', paths.trustedInvoker('none'));
    const again = await stage.session(provider.aef, { resume: first.resumption() });
    expect(again.facts?.resumed).toBe(false);
  },
  async http2({ stage, provider }) {
    const session = await stage.session(provider.aef, { alpn: ['h2', 'http/1.1'] });
    expect(session.facts?.alpn).toBe('h2');
    expect((await request(session, 'GET', paths.trustedInvoker('none'))).response?.status).toBe(404);
  },
  'no-content-with-length': ({ answer }) => expect(answer.response?.headers['content-length']).toBe('0'),
  'same-ids': ({ invoker }) => expect(invoker.onboardingId).toBe(invoker.id),
  async 'relative-location'({ stage, provider: { aef } }) {
    const json = { events: ['API_INVOKER_ONBOARDED'], notificationDestination: 'https://127.0.0.1:9' };
    const { headers } = await stage.ask(aef, 'POST', paths.subscriptions(aef.id), { json });
    expect(headers.get('location')).toMatch(new RegExp(`^${paths.subscriptions(aef.id)}/SUB`));
  },
  // One for each object: the answer, the API, its AEF profile, version and interface.
  'extra-members': ({ before }) => expect(before.response?.body.match(/"vendorExtension"/g)).toHaveLength(5),
  async 'separate-onboarding-port'({ stage, after }) {
    expect(stage.ccf.onboardingRoot).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(stage.ccf.onboardingRoot).not.toBe(stage.ccf.apiRoot);
    expect(after).not.toEqual(expect.any(Number));
    const { port } = new URL(stage.ccf.apiRoot);
    const anonymous = stage.session(undefined, { port: Number(port) });
    expect(
      await anonymous.then((session) => request(session, 'GET', '/ccf/crl')).catch(() => undefined),
    ).not.toHaveProperty('response.status');
  },
  'chunked-bodies'({ before }) {
    expect(before.response?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(before.response?.body).toContain('hello');
  },
  async 'demands-secret'({ stage }) {
    const another = await stage.onboard();
    const form = { grant_type: 'client_credentials', client_id: another.id };
    const asked = async (extra: object) =>
      (await stage.ask(another, 'POST', paths.token(another.id), { form: { ...form, ...extra } })).status;
    expect(await asked({})).toBe(401);
    // It knows who asks, and has nothing to grant.
    expect(await asked({ client_secret: another.secret })).toBe(400);
  },
  async 'ends-on-others-ids'({ stage }) {
    const [one, other] = [await stage.onboard(), await stage.onboard()];
    for (const onboardingId of [other.onboardingId, 'unknown']) {
      const session = await stage.session(one);
      expect((await offboard(session, { ...one, onboardingId })).failure?.cause).toBe('closed');
    }
    expect(await served(stage, other)).toBe(200);
    expect((await offboard(await stage.session(one), one)).response?.status).toBe(204);
  },
  async 'certifies-rsa-alone'({ stage }) {
    const { publicKey } = await generateKeyPair();
    const headers = { authorization: `Bearer ${stage.ccf.onboardingCredential}` };
    const asked = { json: enrolment(publicKey), headers };
    expect((await stage.ask(undefined, 'POST', paths.onboardedInvokers(), asked)).status).toBe(400);
  },
  async 'events-for-providers-only'({ stage, provider }) {
    const json = { events: ['SERVICE_API_AVAILABLE'], notificationDestination: 'http://127.0.0.1:9/' };
    const subscribed = async (who: Person) =>
      (await stage.ask(who, 'POST', paths.subscriptions(who.id), { json })).status;
    expect(await subscribed(await stage.onboard())).toBe(403);
    expect(await subscribed(provider.aef)).toBe(201);
  },
  'notifies-over-http2': ({ notifiedBy }) => expect(notifiedBy).toBe('h2'),
  'connection-close': ({ before }) => expect(before.response?.headers).toMatchObject({ connection: 'close' }),
};

async function journey(stage: Stage): Promise<Journey> {
  const [provider, invoker, bystander] = [await stage.register(), await stage.onboard(), await stage.onboard()];
  const receiver = await stage.receiver(provider.aef, [stage.ccf.trust]);
  await stage.subscribe(provider.aef, receiver.destination);
  const before = await request(await stage.session(invoker), 'GET', paths.allServiceApis(invoker.id));
  expect(before.response).toMatchObject({ status: 200, complete: true });
  const session = await stage.session(invoker);
  const answer = await offboard(session, invoker);
  expect(answer.response).toMatchObject({ status: 204, body: '', complete: true });
  expect((await session.peerEnd(1000))?.signal).toBe('close_notify');
  await receiver.until(1);
  expect(receiver.offboarded()).toEqual([invoker.id]);
  await expect.poll(async () => served(stage, invoker)).not.toBe(200);
  expect(await served(stage, bystander)).toBe(200);
  const crl = await stage.ask(undefined, 'GET', stage.ccf.crlPath);
  expect(revokedSerialNumbers(crl.text)).toEqual([serialNumber(invoker.certificate)]);
  const notifiedBy = receiver.received[0]?.alpn;
  return { stage, provider, invoker, answer, notifiedBy, before, after: await served(stage, invoker) };
}

/** What discovery gets in a session of its own; why there is none, where the handshake fails. */
async function served(stage: Stage, invoker: Invoker): Promise<number | string> {
  return stage.session(invoker).then(
    (session) => discovery(session, invoker),
    (error: unknown) => String(error),
  );
}

for (const variant of Object.keys(CCF_VARIANTS) as CcfVariant[]) {
  test(`${variant}: offboards as it must`, async () => {
    const stage = await Stage.open({ variant });
    try {
      const seen = await journey(stage);
      await PARTICULARS[variant]?.(seen);
    } finally {
      await stage.close();
    }
  });
}

test('notifies-before-answer', async () => {
  const stage = await Stage.open({ variant: 'notifies-before-answer' });
  try {
    const [{ aef }, invoker] = [await stage.register(), await stage.onboard()];
    const receiver = await stage.receiver(aef, [stage.ccf.trust]);
    await stage.subscribe(aef, receiver.destination);
    const session = await stage.session(invoker);
    await offboard(session, invoker);
    expect(receiver.offboarded()).toEqual([invoker.id]);
  } finally {
    await stage.close();
  }
});

test('per-invoker-ca', async () => {
  const world = await World.create({ variant: 'per-invoker-ca' });
  const [provider, alice, bob] = [await world.register(), await world.onboard(), await world.onboard()];
  await world.publish(provider);
  const rootOf = async (invoker: Invoker) => {
    // No CA in the trust of the TLS end has signed it.
    await world.secure({ ...invoker, verified: false }, provider.aef.id, 'PKI');
    const seen = await world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id, { authenticationInfo: true }));
    return textAt(seen.body, 'securityInfo', 0, 'authenticationInfo');
  };
  const [ofAlice, ofBob] = [await rootOf(alice), await rootOf(bob)];
  expect(new Set([ofAlice, ofBob, world.node.authority.certificate]).size).toBe(3);
  await world.offboard({ ...alice, verified: false }, alice.onboardingId);
  expect((await world.discover({ ...alice, verified: false })).status).toBe(401);
  expect((await world.discover({ ...bob, verified: false })).status).toBe(200);
});

test('opaque-token', async () => {
  const world = await World.create({ variant: 'opaque-token' });
  const [provider, invoker] = [await world.register(), await world.onboard()];
  await world.publish(provider);
  await world.secure(invoker, provider.aef.id, 'OAUTH');
  const hashes = async (): Promise<unknown> => {
    const seen = await world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id, { authorizationInfo: true }));
    return JSON.parse(textAt(seen.body, 'securityInfo', 0, 'authorizationInfo'));
  };
  expect(await hashes()).toEqual([]);
  const token = textAt((await world.token(invoker)).body, 'access_token');
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashes()).toEqual([createHash('sha256').update(token).digest('hex')]);
});

test('secret-without-certificate', async () => {
  const world = await World.create({ variant: 'secret-without-certificate' });
  const [provider, invoker] = [await world.register(), await world.onboard()];
  await world.publish(provider);
  await world.secure(invoker, provider.aef.id, 'OAUTH');
  const { certificate: _shown, ...bare } = invoker;
  const asked = async (secret: string) => (await world.token(bare, { client_secret: secret })).status;
  expect([await asked(invoker.secret), await asked('another')]).toEqual([200, 401]);
  await world.offboard(invoker, invoker.onboardingId);
  expect(await asked(invoker.secret)).toBe(401);
});

test('token-invalid-client', async () => {
  const world = await World.create({ variant: 'token-invalid-client' });
  const invoker = await world.onboard();
  await world.offboard(invoker, invoker.onboardingId);
  const { status, body } = await world.token(invoker);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'invalid_client' });
});

test('deletes-a-little-late', async () => {
  const world = await World.create({ variant: 'deletes-a-little-late' });
  const invoker = await world.onboard();
  await world.offboard(invoker, invoker.onboardingId);
  expect((await world.discover(invoker)).status).toBe(200);
  expect((await world.offboard(invoker, invoker.onboardingId)).status).toBe(404);
  await expect.poll(async () => (await world.discover(invoker)).status, { intervals: [10] }).toBe(401);
});

test('certifies-anew', async () => {
  const world = await World.create({ variant: 'certifies-anew' });
  const invoker = await world.onboard();
  const patch = { notificationDestination: 'https://there.example' };
  const { body } = await world.ask(invoker, 'PATCH', paths.onboardedInvoker(invoker.onboardingId), { patch });
  const certificate = textAt(body, 'onboardingInformation', 'apiInvokerCertificate');
  expect(certificate).not.toBe(invoker.certificate);
  expect((await world.discover({ ...invoker, certificate })).status).toBe(200);
  expect((await world.discover(invoker)).status).toBe(401);
});

test('certificates-without-armour', async () => {
  const world = await World.create({ variant: 'certificates-without-armour' });
  const asked = { json: enrolment((await generateKeyPair()).publicKey), headers: world.bearer };
  const { body } = await world.ask({}, 'POST', paths.onboardedInvokers(), asked);
  const certificate = textAt(body, 'onboardingInformation', 'apiInvokerCertificate');
  expect(certificate).toMatch(/^[\w+/]+=*$/);
  const { subject } = new X509Certificate(Buffer.from(certificate, 'base64'));
  expect(subject).toBe(`CN=${textAt(body, 'apiInvokerId')}`);
});

test('every variant has a particular that is seen', () => {
  const apart = [
    'notifies-before-answer',
    'per-invoker-ca',
    'opaque-token',
    'token-invalid-client',
    'secret-without-certificate',
    'deletes-a-little-late',
    'certifies-anew',
    'certificates-without-armour',
  ];
  expect(Object.keys(CCF_VARIANTS).sort()).toEqual([...Object.keys(PARTICULARS), ...apart].sort());
});
