import { expect, test } from '../../../support/test.ts';
import { answerOf, findingOf, judging } from './judging.ts';
import { TimelineBuilder } from './timeline-builder.ts';

judging('S0-tls-session', [
  ['a handshake, and an answer on it', {}, 'holds', /TLSv1\.3/],
  ['an answer, even if it refuses', { answer: { status: 403 } }, 'holds'],
  ['an answer, even if it does not end', { answer: { complete: false, failure: 'timeout' } }, 'holds'],
  ['no request on the session', { valid: false }, 'no-traffic'],
  [
    'a fatal alert instead of the first answer, as TLS 1.3 refuses a certificate',
    {
      answer: { status: undefined, failure: 'alert', alert: 'bad_certificate' },
      probes: { 'control victim discovery': 'absent' },
    },
    'breached',
  ],
  [
    'closed instead of the first answer, the certificate never served before',
    {
      answer: { status: undefined, failure: 'closed' },
      probes: { 'control victim discovery': { outcome: 'refused', seen: 'closed' } },
    },
    'breached',
  ],
  [
    'closed before the first answer, though the same certificate had been served: an idle limit',
    { answer: { status: undefined, failure: 'closed' } },
    'wrong-cause',
  ],
  ['no answer in time', { answer: { status: undefined, failure: 'timeout' } }, 'wrong-cause'],
]);

const failures = [
  ['alert', 'breached'],
  ['closed', 'breached'],
  ['reset', 'breached'],
  ['connection-refused', 'wrong-cause'],
  ['timeout', 'wrong-cause'],
  ['untrusted', 'wrong-cause'],
  ['not-tls', 'wrong-cause'],
] as const;
for (const [cause, answer] of failures) {
  test(`S0-tls-session ${answer}: a handshake that failed by ${cause}`, () => {
    const recorded = new TimelineBuilder();
    recorded.add({
      kind: 'connect-failed',
      connection: 'c1',
      label: '',
      side: 'client',
      failure: { cause, message: '' },
      at: 0,
    });
    recorded.action('open-session', 'victim', { connection: 'c1', failure: cause }, false);
    expect(answerOf(findingOf('S0-tls-session', recorded.timeline))).toBe(answer);
  });
}

test('S0-tls-session breached: the CCF showed no certificate', () => {
  const recorded = new TimelineBuilder()
    .connection('c1', { by: 'nothing' })
    .action('open-session', 'victim', { connection: 'c1' });
  recorded.exchange({ connection: 'c1', status: 204 });
  expect(findingOf('S0-tls-session', recorded.timeline).outcome).toBe('breached');
});

test('S0-tls-session breached: a session was served, but the CCF had issued no certificate to set it up with', () => {
  const recorded = new TimelineBuilder()
    .action('onboard', 'victim', { apiInvokerId: 'i', onboardingId: 'o', certificate: false })
    .connection('c1')
    .action('open-session', 'victim', { connection: 'c1' });
  recorded.exchange({ connection: 'c1', status: 204 });
  const finding = findingOf('S0-tls-session', recorded.timeline);
  expect(finding.outcome).toBe('breached');
  expect(finding.seen).toContain('the CCF issued none');
});

test('S0-tls-session no-traffic: nothing recorded', () => {
  expect(answerOf(findingOf('S0-tls-session', []))).toBe('no-traffic');
});
