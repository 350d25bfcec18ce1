import { CleanUp, Interrupted } from '../../../../harness/actions/clean-up.ts';
import { createStage } from '../../../../harness/actions/create-stage.ts';
import { onboardInvokers, subscribeAefs } from '../../../../harness/actions/given.ts';
import { openTarget } from '../../../../harness/surroundings/open.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { targetToYaml } from '../../../../harness/target/write.ts';
import type { Ccf } from '../../../../simulators/ccf/ccf.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import { Watched } from '../../../e2e/watched-ccf.ts';
import { slowLine } from '../../../support/slow-line.ts';
import { expect, test } from '../../../support/test.ts';

test('the last thing done is the first undone, each once, whatever the others do', async () => {
  const undone: string[] = [];
  const cleanUp = new CleanUp();
  cleanUp.add('first', async () => void undone.push('first'));
  cleanUp.add('second', async () => {
    throw new Error('the target is gone');
  });
  cleanUp.add('third', async () => {
    undone.push('third');
    return [{ what: 'part of the third', why: '403' }];
  });
  const left = [
    { what: 'part of the third', why: '403' },
    { what: 'second', why: 'the target is gone' },
  ];
  expect(await cleanUp.run()).toEqual(left);
  expect(undone).toEqual(['third', 'first']);
  expect(await cleanUp.run(), 'asked again, it tells the same and does nothing').toEqual(left);
  expect(undone).toEqual(['third', 'first']);
});

test('what an interrupted scenario still makes is undone at once', async () => {
  const cleanUp = new CleanUp();
  await cleanUp.run();
  let undone = false;
  cleanUp.add('late', async () => {
    undone = true;
    return [{ what: 'late', why: 'refused' }];
  });
  expect(await cleanUp.run()).toEqual([{ what: 'late', why: 'refused' }]);
  expect(undone).toBe(true);
});

test('what is going on is awaited before anything is undone, and nothing more is begun', async () => {
  const order: string[] = [];
  const cleanUp = new CleanUp();
  let answer: () => void = () => {};
  const acting = cleanUp.during('onboarding', async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    cleanUp.add('API invoker', async () => void order.push('undone'));
    order.push('made');
  });
  const running = cleanUp.run();
  await expect(cleanUp.during('subscription', async () => order.push('too late'))).rejects.toThrow(Interrupted);
  answer();
  await acting;
  expect(await running).toEqual([]);
  expect(order).toEqual(['made', 'undone']);
});

test('what does not come to its end in time is told, since nobody knows what it made', async () => {
  const cleanUp = new CleanUp(20);
  cleanUp.during('onboarding (victim)', () => new Promise(() => {})).catch(() => undefined);
  cleanUp.during(undefined, () => new Promise(() => {})).catch(() => undefined);
  const why = 'it was still going on 20 ms after the interruption';
  expect(await cleanUp.run()).toEqual([{ what: 'what "onboarding (victim)" may have made', why }]);
});

const INVOKERS = /\/onboardedInvokers(\/[^/]+)?$/;
const DOMAINS = /\/registrations(\/[^/]+)?$/;

for (const [after, path] of [
  ['onboarding', INVOKERS],
  ['registration', DOMAINS],
  ['publication', /\/service-apis$/],
  ['subscription', /\/subscriptions$/],
] as const) {
  test(`interrupted while the answer to its ${after} is under way, a scenario leaves nothing`, async () => {
    const watched = new Watched();
    const ccf = await watched.start();
    const line = await slowLine(Number(new URL(ccf.apiRoot).port), 150);
    const stage = await stageAt(ccf, line.port);
    const acting = Promise.allSettled([onboardInvokers(stage), subscribeAefs(stage)]);
    await watched.until(() => watched.succeeded('POST', path) > 0);
    expect(await stage.cleanUp.run()).toEqual([]);
    await acting;
    for (const made of [INVOKERS, DOMAINS]) {
      expect(watched.succeeded('DELETE', made), `${made}`).toBe(watched.succeeded('POST', made));
    }
    expect([...ccf.subscriptions(), ...ccf.serviceApis()]).toEqual([]);
    line.close();
    await ccf.close();
  });
}

test('a request that is not answered in time may have made something, and that is told', async () => {
  const authority = await createAuthority('CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'ccf', hosts: ['127.0.0.1'] });
  const answer = () => new Promise<Response>(() => {});
  const mute = await listen({ label: 'mute', identity: { certificate, key: privateKey }, answer });
  const credentials = { onboardingCredential: 'onboard-me', registrationCredential: 'register-me' };
  const stage = await stageAt({ trust: authority.certificate, ...credentials }, mute.port, '500ms');
  await onboardInvokers(stage);
  expect(await stage.cleanUp.run()).toEqual([
    {
      what: expect.stringMatching(/^what POST \S+\/onboardedInvokers may have made$/),
      why: expect.stringMatching(/^it was not answered: /),
    },
  ]);
  await mute.close();
});

/** A stage of a CCF that stands at the end of a line. */
async function stageAt(
  ccf: Pick<Ccf, 'trust' | 'onboardingCredential' | 'registrationCredential'>,
  port: number,
  answer = '5s',
) {
  const { trust, onboardingCredential, registrationCredential } = ccf;
  const text = targetToYaml({
    name: 'slow CCF',
    role: 'ccf',
    endpoints: { capif: `https://127.0.0.1:${port}` },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    timing: { answer },
  });
  const target = parseTarget(text, { file: 'x.yaml', folder: '/', env: {} });
  const wanted = { scenario: 'x', underTest: 'ccf', method: 'oauth', tls: '1.3', requires: {} } as const;
  const surroundings = await openTarget(target).get(wanted);
  const staging = {
    scenarioId: 'x',
    method: 'oauth',
    tls: '1.3',
    bystander: false,
    aefs: 1,
    run: 'x',
    keep: false,
  } as const;
  return createStage({ ...staging, target, surroundings });
}
