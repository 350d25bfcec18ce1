/** Whether our AEF was told of the offboarding, and what may have kept the CCF from telling it. */

import { ok, warning } from '../../../../harness/doctor/finding.ts';
import { notificationFinding } from '../../../../harness/doctor/notification.ts';
import type { Timeline } from '../../../../harness/evidence/timeline.ts';
import { expect, test } from '../../../support/test.ts';
import { readRight } from '../target/example.ts';

const target = readRight(`name: Acme CCF
role: ccf
endpoints: { capif: "https://ccf.example" }
trust: { ca: "\${CA}" }
identity: { onboardingCredential: "\${TOKEN}", registrationCredential: register-me-please }
`);
const reached = ok('callback address', 'reaches our nodes');

function told(notified: boolean | undefined, timeline: Timeline = [], callback = reached) {
  if (target.role !== 'ccf') throw new Error('not a CCF');
  return notificationFinding(target, { notified, timeline, leftovers: [] }, callback);
}

function turnedAway(label: string, message: string): Timeline {
  const failure = { cause: 'closed', message } as const;
  return [{ kind: 'connect-failed', connection: 'c9', label, side: 'server', failure, at: 1, seq: 1, step: 0 }];
}

test('a notification that came, or could not come, is no problem', () => {
  expect(told(true).status).toBe('ok');
  expect(told(undefined).status).toBe('skipped');
});

test('silence leads to the address', () => {
  expect(told(false)).toMatchObject({ status: 'problem', field: 'listen.advertise', playable: true });
  expect(told(false).message).toContain('see that the CCF can reach that address');
  const unreached = warning('callback address', 'listen.advertise', 'no address');
  expect(told(false, [], unreached).message).toContain('name an address by which the CCF reaches this machine');
  const elsewhere = turnedAway('aef-1: service API', 'the connection ended during the handshake');
  expect(told(false, elsewhere).field).toBe('listen.advertise');
});

test('a CCF that was there and did not get past TLS is not told to look for the address', () => {
  const finding = told(false, turnedAway('aef-1: CAPIF-3', 'the client refused with alert unknown_ca'));
  expect(finding).toMatchObject({ status: 'problem', field: 'claims.capif3', playable: true });
  expect(finding.message).toMatch(
    /^the CCF reached our AEF at \S+, but no TLS session came about \(the client refused with alert unknown_ca\); see .* nds-ip/,
  );
});
