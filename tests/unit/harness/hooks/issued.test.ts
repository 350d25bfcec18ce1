/** What an onboard hook may answer that provisions our nodes, and what its owner is told of a wrong answer. */

import { readAnswer } from '../../../../harness/hooks/answer.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';

async function issue(commonName: string) {
  const authority = await createAuthority('CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName });
  return { certificate, key: privateKey };
}

const INVOKER = { hook: 'onboard', for: 'invoker' } as const;
const AEF = { hook: 'onboard', for: 'aef' } as const;

function problemOf(asked: typeof INVOKER | typeof AEF, answer: object): string {
  const read = readAnswer(asked, JSON.stringify(answer));
  if (read.is !== 'wrong') throw new Error(`the answer counts as ${read.is}`);
  return read.problem;
}

test('for our API invoker: its identity, and where it is; a Location counts by its path', async () => {
  const identity = await issue('INV1');
  const path = '/api-invoker-management/v1/onboardedInvokers/ONB1';
  for (const resource of [path, `https://ccf.acme.example${path}`]) {
    const answer = { apiInvokerId: 'INV1', resource, ...identity, remark: 'ignored' };
    // With the byte order mark with which PowerShell begins.
    const read = readAnswer(INVOKER, `a log line\n\uFEFF${JSON.stringify(answer)}\n`);
    expect(read).toEqual({
      is: 'answer',
      answer: { invoker: { apiInvokerId: 'INV1', resource: path, ...identity } },
    });
  }
});

test('for our AEF: its identity and that of the function that publishes; the rest may be missing', async () => {
  const [aef, apf] = [
    { id: 'AEF1', ...(await issue('AEF1')) },
    { id: 'APF1', ...(await issue('APF1')) },
  ];
  const read = readAnswer(AEF, JSON.stringify({ aef, apf }));
  expect(read).toEqual({ is: 'answer', answer: { provider: { aef, apf } } });
});

test('an onboard hook of an API invoker under test answers as before', () => {
  const read = readAnswer({ hook: 'onboard' }, '{"apiInvokerId":"acme-1"}');
  expect(read).toEqual({ is: 'answer', answer: { apiInvokerId: 'acme-1' } });
});

test('a wrong answer is told by its member, and no key is repeated', async () => {
  const [one, other] = [await issue('INV1'), await issue('INV2')];
  const right = { apiInvokerId: 'INV1', resource: '/x/ONB1', ...one };
  const swapped = problemOf(INVOKER, { ...right, key: other.key });
  expect(swapped).toBe('answered what is no answer to onboard: key is not the private key of the certificate');
  expect(problemOf(INVOKER, { ...right, resource: 'ONB1' })).toContain('resource must be a path at the CCF');
  expect(problemOf(INVOKER, { ...right, certificate: 'secret-words' })).toMatch(
    /certificate must be a certificate as PEM$/,
  );
  const encrypted = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nsecret-words\n-----END ENCRYPTED PRIVATE KEY-----\n';
  const locked = problemOf(INVOKER, { ...right, key: encrypted });
  expect(locked).toContain('key must be a private key as PEM, without a passphrase');
  expect(problemOf(AEF, { aef: { id: 'AEF1', ...one } })).toContain('onboard: apf is missing');
  for (const problem of [swapped, locked]) expect(problem).not.toMatch(/secret-words|BEGIN/);
});
