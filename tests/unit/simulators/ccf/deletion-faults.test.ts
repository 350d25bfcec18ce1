import { X509Certificate } from 'node:crypto';
import { paths } from '../../../../simulators/capif/paths.ts';
import { DELETION_FAULTS } from '../../../../simulators/ccf/deletion-faults.ts';
import type { CcfFault } from '../../../../simulators/ccf/faults.ts';
import { revokedSerialNumbers } from '../../../../simulators/pki/crl.ts';
import { expect, test } from '../../../support/test.ts';
import { DESTINATION, enrolment, type Invoker, type Provider, textAt } from './cast.ts';
import { World } from './world.ts';

/** An invoker with an AEFPSK at one AEF and a grant at another, and a bystander likewise. */
interface Given {
  readonly world: World;
  readonly invoker: Invoker;
  readonly bystander: Invoker;
  readonly psk: Provider;
  readonly oauth: Provider;
}

/** What can be asked with what an invoker had. Each answers a status, or what else tells. */
const PROBES = {
  discovery: async ({ world, invoker }: Given) => (await world.discover(invoker)).status,
  'context write': async ({ world, invoker, oauth }: Given) =>
    (await world.secure(invoker, oauth.aef.id, 'OAUTH')).status,
  'event subscription': async ({ world, invoker }: Given) => {
    const json = { events: ['SERVICE_API_AVAILABLE'], notificationDestination: DESTINATION };
    return (await world.ask(invoker, 'POST', paths.subscriptions(invoker.id), { json })).status;
  },
  'profile patch': async ({ world, invoker }: Given) =>
    (await world.ask(invoker, 'PATCH', paths.onboardedInvoker(invoker.onboardingId), { patch: {} })).status,
  'profile put': async ({ world, invoker }: Given) => {
    const json = enrolment(invoker.keys.publicKey);
    return (await world.ask(invoker, 'PUT', paths.onboardedInvoker(invoker.onboardingId), { json })).status;
  },
  'listed in the CRL': async ({ world, invoker }: Given) =>
    revokedSerialNumbers((await world.ask({}, 'GET', '/ccf/crl')).text).includes(
      new X509Certificate(invoker.certificate).serialNumber,
    ),
  'context as AEF': async ({ world, invoker, oauth }: Given) => {
    const seen = await world.ask(oauth.aef, 'GET', paths.trustedInvoker(invoker.id, { authorizationInfo: true }));
    return textAt(seen.body, 'securityInfo', 0, 'authorizationInfo') ? 'verification key' : seen.status;
  },
  'key as AEF': async ({ world, invoker, psk }: Given) => {
    const seen = await world.ask(psk.aef, 'GET', paths.trustedInvoker(invoker.id, { authenticationInfo: true }));
    return textAt(seen.body, 'securityInfo', 0, 'authenticationInfo') ? 'AEFPSK' : seen.status;
  },
  'key as AEF, not asked for': async ({ world, invoker, psk }: Given) =>
    (await world.ask(psk.aef, 'GET', paths.trustedInvoker(invoker.id))).status,
  token: async ({ world, invoker }: Given) => (await world.token(invoker)).status,
  'token with secret': async ({ world, invoker }: Given) =>
    (await world.token(invoker, { client_secret: invoker.secret })).status,
  "the bystander's context": async ({ world, bystander, psk }: Given) =>
    (await world.ask(psk.aef, 'GET', paths.trustedInvoker(bystander.id))).status,
  repeat: async ({ world, invoker }: Given) => (await world.offboard(invoker, invoker.onboardingId)).status,
};
type Observation = Record<keyof typeof PROBES, number | string | boolean>;

const BEFORE: Omit<Observation, 'repeat' | 'context write'> = {
  discovery: 200,
  'event subscription': 201,
  'profile patch': 200,
  'profile put': 200,
  'listed in the CRL': false,
  'context as AEF': 'verification key',
  'key as AEF': 'AEFPSK',
  'key as AEF, not asked for': 200,
  token: 200,
  'token with secret': 200,
  "the bystander's context": 200,
};
const AFTER: Observation = {
  discovery: 401,
  'context write': 401,
  'event subscription': 401,
  'profile patch': 401,
  'profile put': 401,
  'listed in the CRL': true,
  'context as AEF': 404,
  'key as AEF': 404,
  'key as AEF, not asked for': 404,
  token: 401,
  'token with secret': 401,
  "the bystander's context": 200,
  repeat: 401,
};

/** What each fault changes of `AFTER`; all else stays as it is. */
const CHANGES: Partial<Record<CcfFault, Partial<Observation>>> = {
  'keeps-enrolment': { discovery: 200, 'context write': 201 },
  'keeps-context-writable': { 'context write': 201 },
  'keeps-event-subscriber': { 'event subscription': 201 },
  'keeps-profile': { 'profile patch': 200, 'profile put': 200 },
  'crl-omits-certificate': { 'listed in the CRL': false },
  'keeps-security-context': { 'context as AEF': 200, 'key as AEF': 200, 'key as AEF, not asked for': 200 },
  'shows-what-is-left': {
    'context as AEF': 'verification key',
    'key as AEF': 'AEFPSK',
    'key as AEF, not asked for': 200,
  },
  'keeps-context-updatable': { 'context write': 403 },
  'serves-once-more': { discovery: 200 },
  'keeps-onboard-secret': { 'token with secret': 200 },
  'keeps-aefpsk': { 'key as AEF': 'AEFPSK' },
  'token-still-issued': { token: 200 },
  'retained-data-grants-access': { discovery: 200 },
  'deletes-bystander-contexts': { "the bystander's context": 404 },
};

async function given(fault?: CcfFault): Promise<Given> {
  const world = await World.create({ fault, policy: { retain: fault === 'retained-data-grants-access' } });
  // A context without what its schema demands is what that fault is about.
  world.strict = fault !== 'shows-what-is-left';
  const [psk, oauth] = [await world.register(), await world.register()];
  const [invoker, bystander] = [await world.onboard(), await world.onboard()];
  await world.publish(psk);
  await world.publish(oauth);
  const securityInfo = [
    { aefId: psk.aef.id, prefSecurityMethods: ['PSK'] },
    { aefId: oauth.aef.id, prefSecurityMethods: ['OAUTH'] },
  ];
  for (const one of [invoker, bystander]) {
    const json = { securityInfo, notificationDestination: DESTINATION };
    await world.ask(one, 'PUT', paths.trustedInvoker(one.id), { json });
  }
  return { world, invoker, bystander, psk, oauth };
}

async function observe(scene: Given, names: readonly string[]): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const [name, probe] of Object.entries(PROBES)) if (names.includes(name)) seen[name] = await probe(scene);
  return seen;
}

test('before, everything works', async () => {
  expect(await observe(await given(), Object.keys(BEFORE))).toEqual(BEFORE);
});

for (const fault of [undefined, ...Object.keys(CHANGES)] as (CcfFault | undefined)[]) {
  test(fault ?? 'after, nothing does, with a conformant CCF', async () => {
    const scene = await given(fault);
    expect((await scene.world.offboard(scene.invoker, scene.invoker.onboardingId)).status).toBe(204);
    const change = fault === undefined ? {} : CHANGES[fault];
    expect(await observe(scene, Object.keys(AFTER))).toEqual({ ...AFTER, ...change });
  });
}

test('without a retention policy, retained-data-grants-access grants nothing', async () => {
  const world = await World.create({ fault: 'retained-data-grants-access' });
  const invoker = await world.onboard();
  await world.offboard(invoker, invoker.onboardingId);
  expect((await world.discover(invoker)).status).toBe(401);
});

for (const [fault, ms] of [
  ['deletes-late', 300],
  ['deletes-three-seconds-late', 3000],
] as const) {
  test(fault, async () => {
    const scene = await given(fault);
    const { world, invoker } = scene;
    const begun = performance.now();
    await world.offboard(invoker, invoker.onboardingId);
    expect(await observe(scene, Object.keys(BEFORE))).toEqual(BEFORE);
    expect(await PROBES.repeat(scene)).toBe(404);
    await expect.poll(() => PROBES.discovery(scene), { timeout: ms + 2000, intervals: [20] }).toBe(401);
    expect(performance.now() - begun).toBeGreaterThan(ms - 5);
    expect(await observe(scene, Object.keys(AFTER))).toEqual(AFTER);
  });
}

test('serves-once-more: not twice', async () => {
  const scene = await given('serves-once-more');
  await scene.world.offboard(scene.invoker, scene.invoker.onboardingId);
  expect(await PROBES.discovery(scene)).toBe(200);
  expect(await PROBES.discovery(scene)).toBe(401);
});

for (const [fault, status] of [
  [undefined, 401],
  ['keeps-context-updatable', 200],
] as const) {
  test(`${fault ?? 'a conformant CCF'}: an update of the old security context`, async () => {
    const { world, invoker, oauth } = await given(fault);
    await world.offboard(invoker, invoker.onboardingId);
    const json = {
      securityInfo: [{ aefId: oauth.aef.id, prefSecurityMethods: ['OAUTH'] }],
      notificationDestination: DESTINATION,
    };
    const updated = await world.ask(invoker, 'POST', paths.trustedInvokerUpdate(invoker.id), { json });
    expect(updated.status).toBe(status);
  });
}

for (const [fault, status] of [
  [undefined, 401],
  ['old-certificate-serves-others', 200],
] as const) {
  test(`${fault ?? 'a conformant CCF'}: the old certificate with another's ID`, async () => {
    const { world, invoker, bystander } = await given(fault);
    const asOther = async () => (await world.ask(invoker, 'GET', paths.allServiceApis(bystander.id))).status;
    expect(await asOther()).toBe(403);
    await world.offboard(invoker, invoker.onboardingId);
    expect(await asOther()).toBe(status);
    expect((await world.discover(invoker)).status).toBe(401);
  });
}

for (const [fault, before, after] of [
  [undefined, 401, 401],
  ['secret-alone-obtains-tokens', 200, 200],
] as const) {
  test(`${fault ?? 'a conformant CCF'}: the onboarding secret without a certificate`, async () => {
    const { world, invoker } = await given(fault);
    const { certificate: _shown, ...bare } = invoker;
    const alone = async () => (await world.token(bare, { client_secret: invoker.secret })).status;
    expect(await alone()).toBe(before);
    await world.offboard(invoker, invoker.onboardingId);
    expect(await alone()).toBe(after);
    expect((await world.token(bare, { client_secret: 'another' })).status).toBe(401);
  });
}

for (const [fault, status] of [
  [undefined, 404],
  ['keeps-authentication-information', 200],
] as const) {
  test(`${fault ?? 'a conformant CCF'}: authentication information beside TLS-PSK`, async () => {
    const world = await World.create({ fault });
    const [{ aef, ...provider }, invoker] = [await world.register(), await world.onboard()];
    await world.publish({ aef, ...provider });
    await world.secure(invoker, aef.id, 'PKI');
    await world.offboard(invoker, invoker.onboardingId);
    const asked = async (authenticationInfo: boolean) =>
      (await world.ask(aef, 'GET', paths.trustedInvoker(invoker.id, { authenticationInfo }))).status;
    expect(await asked(true)).toBe(status);
    expect(await asked(false)).toBe(404);
  });
}

test('every deletion fault is seen above', () => {
  const apart = [
    'deletes-late',
    'deletes-three-seconds-late',
    'old-certificate-serves-others',
    'secret-alone-obtains-tokens',
    'keeps-authentication-information',
  ];
  const seen = [...Object.keys(CHANGES), ...apart];
  expect(Object.keys(DELETION_FAULTS).sort()).toEqual(seen.sort());
});
