/** A target with which nothing can be played: `doctor` and the preflight of a run name the same field, in one sentence. */

import { examine } from '../../../../harness/doctor/doctor.ts';
import { preflight } from '../../../../harness/play/preflight.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import type { WrittenTarget } from '../../../../harness/target/schema.ts';
import type { Target } from '../../../../harness/target/target.ts';
import { targetToYaml } from '../../../../harness/target/write.ts';
import { startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type { ListenOptions } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';

test.setTimeout(120_000);

const TIMING = { answer: '1500ms', notification: '1s' };
const IDENTITY = { onboardingCredential: 'onboard-me-please', registrationCredential: 'register-me-please' };

function read(written: WrittenTarget): Target {
  return parseTarget(targetToYaml(written), { file: 'x.yaml', folder: '/', env: process.env });
}

/** What both say, without the name of the file: problems of the one, lines of the other. */
async function told(target: Target): Promise<{ doctor: string[]; run: string[] }> {
  const findings = await examine(target);
  const problems = findings.filter(({ status }) => status === 'problem');
  const lines = await preflight(target);
  return {
    doctor: problems.map(({ field, message }) => `${field}: ${message}`),
    run: lines.map((line) => line.replace(/^x\.yaml /, '')),
  };
}

/** Both say this one sentence. */
async function expectBoth(target: Target, sentence: RegExp): Promise<void> {
  const { doctor, run } = await told(target);
  expect(doctor).toEqual([expect.stringMatching(sentence)]);
  expect(run).toEqual([expect.stringMatching(sentence)]);
}

/** A server with a certificate that answers like that, and a target file for it. */
async function server(answer: ListenOptions['answer'], own: Partial<WrittenTarget> = {}) {
  const authority = await createAuthority('CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'server', hosts: ['127.0.0.1'] });
  const listener = await listen({ label: 'server', identity: { certificate, key: privateKey }, answer });
  const target = read({
    name: 'no CCF',
    role: 'ccf',
    endpoints: { capif: `https://127.0.0.1:${listener.port}` },
    trust: { ca: authority.certificate },
    identity: IDENTITY,
    timing: TIMING,
    ...own,
  });
  return { listener, target, authority };
}

const html = { 'content-type': 'text/html' };
const ANSWERS: Readonly<Record<string, readonly [() => Response | Promise<Response>, RegExp]>> = {
  'HTML with 200': [
    () => new Response('<html>log in</html>', { headers: html }),
    /^endpoints\.capif: onboarding was answered with success, but not with .* → 200\); name the apiRoot of a CCF/,
  ],
  'junk with 201': [
    () => new Response('junk', { status: 201 }),
    /^endpoints\.capif: onboarding was answered with success, but not with .* → 201\); name the apiRoot of a CCF/,
  ],
  '404 to everything': [
    () => new Response(null, { status: 404 }),
    /^endpoints\.capif: onboarding is not there \(POST \S+ → 404\); name the apiRoot below which/,
  ],
  '500 to everything': [
    () => new Response(null, { status: 500 }),
    /^endpoints\.capif: onboarding failed \(POST \S+ → 500\); look into the CCF's own log/,
  ],
  'a redirect': [
    () => new Response(null, { status: 307, headers: { location: 'https://there.example/' } }),
    /^endpoints\.capif: onboarding is redirected \(POST \S+ → 307 https:\/\/there\.example\/\), which is not followed;/,
  ],
  'no answer at all': [
    () => new Promise<Response>(() => {}),
    /^timing\.answer: onboarding was not answered within timing\.answer \(1500 ms\) \(POST \S+ → no answer\);/,
  ],
};

for (const [name, [answer, sentence]] of Object.entries(ANSWERS)) {
  test(`a server that is no CCF: ${name}`, async () => {
    const { listener, target } = await server(async () => await answer());
    await expectBoth(target, sentence);
    await listener.close();
  });
}

/** OpenCAPIF of ours, whose register service is elsewhere. */
async function registeringAt(register: string, sentence: RegExp): Promise<void> {
  const ccf = await startCcf({ dialect: 'opencapif' });
  const { username = '', password = '' } = ccf.provider;
  const target = read({
    name: 'OpenCAPIF',
    role: 'ccf',
    dialect: 'opencapif',
    endpoints: { capif: ccf.apiRoot },
    trust: { ca: ccf.trust },
    identity: { provider: { register, username, password } },
    timing: TIMING,
  });
  await expectBoth(target, sentence);
  await ccf.close();
}

test('a register service that does not let us in', async () => {
  await registeringAt('https://127.0.0.1:1', /^identity\.provider\.register: nobody listens at 127\.0\.0\.1:1 /);
  await registeringAt(
    'https://register.invalid:8084',
    /^identity\.provider\.register: the host name of register\.invalid/,
  );
  await registeringAt('somewhere', /^identity\.provider: register is "somewhere", which is no URL; /);
  const { listener } = await server(async () => new Response(null, { status: 404 }));
  const foreign = `https://127.0.0.1:${listener.port}`;
  await registeringAt(foreign, /^trust\.ca: the certificate of 127\.0\.0\.1:\d+ does not verify with it /);
  await listener.close();
});

test('a CCF that certifies other keys than ours, until the target says which', async () => {
  const ccf = await startCcf({ variant: 'certifies-rsa-alone' });
  const { apiRoot, onboardingCredential, registrationCredential, trust } = ccf;
  const written: WrittenTarget = {
    name: 'RSA alone',
    role: 'ccf',
    endpoints: { capif: apiRoot },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    timing: TIMING,
  };
  const { doctor, run } = await told(read(written));
  const failed = (what: string) =>
    expect.stringMatching(
      `^endpoints\\.capif: ${what} failed \\(POST \\S+ → 400.*\\); .* or name under claims\\.keys the kind`,
    );
  expect(doctor).toEqual([failed('onboarding'), failed('registration of a provider domain')]);
  expect(run).toEqual(doctor);
  expect(await told(read({ ...written, claims: { keys: 'RSA-2048' } }))).toEqual({ doctor: [], run: [] });
  await ccf.close();
});

test('a register service that is something else', async () => {
  const { listener, target } = await server(async () => new Response(null, { status: 404 }), {
    dialect: 'opencapif',
    identity: { provider: { register: 'https://127.0.0.1:1', username: 'u', password: 'p-p-p-p-p' } },
  });
  if (target.role !== 'ccf') throw new Error('not a CCF');
  const provider = { ...target.identity.provider, register: target.endpoints.capif };
  const itself = { ...target, identity: { ...target.identity, provider } };
  await expectBoth(itself, /^identity\.provider: the register service answered GET \/getauth with 404; check /);
  await listener.close();
});

const HOOKS: Readonly<Record<string, readonly [{ exec: string; timeout: string }, RegExp]>> = {
  hangs: [{ exec: 'exec sleep 30', timeout: '500ms' }, /^hooks\.onboard: the onboard hook \(exec …\) .*500 ms/],
  'answers junk': [{ exec: 'echo "{ junk"', timeout: '10s' }, /^hooks\.onboard: the onboard hook /],
  'answers nothing': [{ exec: 'true', timeout: '10s' }, /^hooks\.onboard: the onboard hook printed no credentials; /],
};

for (const [name, [onboard, sentence]] of Object.entries(HOOKS)) {
  test(`an onboard hook that ${name}`, async () => {
    const ccf = await startCcf({});
    const target = read({
      name: 'provisioned',
      role: 'ccf',
      endpoints: { capif: ccf.apiRoot },
      trust: { ca: ccf.trust },
      hooks: { onboard },
      timing: TIMING,
    });
    await expectBoth(target, sentence);
    await ccf.close();
  });
}

test('an AEF where nobody listens', async () => {
  const target = read({
    name: 'AEF',
    role: 'aef',
    endpoints: { serviceApi: 'https://127.0.0.1:1', notificationDestination: 'https://127.0.0.1:2/notified' },
    timing: TIMING,
  });
  const sentences = [
    /^endpoints\.serviceApi: nobody listens at 127\.0\.0\.1:1 \(connection refused\); start the AEF, or correct/,
    /^endpoints\.notificationDestination: nobody listens at 127\.0\.0\.1:2 /,
  ].map((one) => expect.stringMatching(one));
  expect(await told(target)).toEqual({ doctor: sentences, run: sentences });
});
