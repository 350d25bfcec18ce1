import { identification } from '../../../../harness/actions/identification.ts';
import { FINGERPRINT_KEY } from '../../../../harness/evidence/secrets.ts';
import { beginRun } from '../../../../harness/play/run-id.ts';
import { expect, test } from '../../../support/test.ts';

test('a request says which scenario of which run it belongs to', () => {
  const headers = identification({ scenario: 'ccf-offboarding', method: 'psk', tls: '1.2', run: 'r1' });
  expect(headers['user-agent']).toMatch(/^capif-conformance\/\d+\.\d+\.\d+\S* \(ccf-offboarding; psk; r1\)$/);
  expect(headers['x-correlation-id']).toBe('r1-ccf-offboarding-psk-tls1.2');
});

test('a run has a key for the fingerprints of its secrets before there are workers to inherit it', () => {
  const env: Record<string, string | undefined> = {};
  beginRun(env);
  expect(env[FINGERPRINT_KEY]).toMatch(/^[0-9a-f]{64}$/);
  const before = env[FINGERPRINT_KEY];
  beginRun(env);
  expect(env[FINGERPRINT_KEY]).toBe(before);
});

test('a run has one id, which workers inherit; one that is given is used, as far as it fits into a header', () => {
  const env: Record<string, string | undefined> = {};
  const run = beginRun(env);
  expect(run).toMatch(/^[0-9a-f]{12}$/);
  expect(beginRun(env)).toBe(run);
  expect(beginRun({})).not.toBe(run);
  expect(beginRun({ CAPIF_RUN: 'build 42)\r\nX-Evil: 1' })).toBe('build42X-Evil:1');
});
