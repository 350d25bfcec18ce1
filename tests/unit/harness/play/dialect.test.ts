import { type RunRecord, serializeRunRecord } from '../../../../harness/evidence/run-record.ts';
import { play } from '../../../../harness/play/play.ts';
import { preflight } from '../../../../harness/play/preflight.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import type { Playing } from '../../../../harness/scenario/scenario.ts';
import { externalCcf } from '../../../../harness/surroundings/around-ccf.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { type Ccf, type CcfOptions, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';

/** A CCF that speaks as OpenCAPIF does, as the target file of a person who has one would describe it. */
function targetOf(ccf: Ccf, password = ccf.provider.password ?? '', register = ccf.provider.register) {
  const { username } = ccf.provider;
  const text = `name: simulated OpenCAPIF
role: ccf
dialect: opencapif
endpoints: { capif: "${ccf.apiRoot}" }
trust: { ca: "\${CA}" }
identity: { provider: { register: "${register}", username: ${username}, password: "\${PASSWORD}" } }
claims: { methods: [psk, pki, oauth], onboardSecret: false }
timing: { teardown: 1s, notification: 1500ms, deletion: 700ms, quiet: 150ms }
`;
  const env = { CA: ccf.trust, PASSWORD: password };
  return parseTarget(text, { file: 'targets/x.yaml', folder: '/', env });
}

async function offboarding(
  options: CcfOptions,
  playing: Playing = { method: 'oauth', tls: '1.3' },
): Promise<{ record: RunRecord; text: string; password: string }> {
  const { scenarios, ledger } = prepare({});
  const scenario = scenarios.find(({ id }) => id === 'ccf-offboarding');
  const ccf = await startCcf({ ...options, dialect: 'opencapif' });
  const target = targetOf(ccf);
  if (scenario === undefined || target.role !== 'ccf') throw new Error('the scenario or target is not what it was');
  const wanted = { ...playing, scenario: scenario.id, underTest: 'ccf', requires: scenario.requires } as const;
  const surroundings = await externalCcf(target).get(wanted);
  const { record, secrets } = await play({ ...playing, scenario, target, surroundings, ledger });
  await ccf.close();
  return { record, text: serializeRunRecord(record, secrets), password: ccf.provider.password ?? '' };
}

const notPassed = ({ steps }: RunRecord) =>
  steps
    .flatMap(({ checks }) => checks)
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ requirement, verdict }) => `${requirement} ${verdict}`);

test('a CCF that is conformant in another dialect gets the verdicts of the reference, and what was tolerated is told', async () => {
  // With TLS-PSK, where what an AEF asks for is not all that there is.
  const { record, text, password } = await offboarding({}, { method: 'psk', tls: '1.2' });
  expect(notPassed(record)).toEqual([]);
  const tolerated = record.timeline.filter((entry) => entry.kind === 'tolerated');
  expect(tolerated.map(({ id, dialect, clause }) => [id, dialect, clause])).toEqual([
    ['both-flags', 'opencapif', 'TS 29.222 A.6 (both query parameters are optional)'],
  ]);
  expect(tolerated[0]?.evidence.length, 'the exchange in which it was met').toBeGreaterThan(0);
  expect(text).not.toContain(password);
});

test('its misbehaviour is found in that dialect too', async () => {
  const { record } = await offboarding({ fault: 'keeps-tls-open' });
  expect(notPassed(record)).toEqual(['S6-torn-down fail', 'S6-close-notify inconclusive']);
});

test('a user that the register service does not let in, or a register service that is not there, is one line before anything is played', async () => {
  const ccf = await startCcf({ dialect: 'opencapif' });
  expect(await preflight(targetOf(ccf))).toEqual([]);
  const [refused, ...others] = await preflight(targetOf(ccf, 'not-the-password'));
  expect(others).toEqual([]);
  expect(refused).toMatch(/^targets\/x\.yaml identity\.provider: the register service answered GET \/getauth with 401/);
  expect(refused).not.toContain('not-the-password');
  const nobody = await preflight(targetOf(ccf, undefined, 'https://127.0.0.1:1'));
  expect(nobody).toEqual([expect.stringMatching(/identity\.provider\.register: nobody listens at 127\.0\.0\.1:1/)]);
  expect(await preflight(targetOf(ccf, undefined, 'somewhere'))).toEqual([
    expect.stringMatching(/"somewhere", which is no URL/),
  ]);
  await ccf.close();
});
