import type { TlsVersion } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { answerOf, findingOf, judging } from './judging.ts';
import { recording } from './recording.ts';
import { judgingAef } from './role-judging.ts';

judging('S0-tls-version', [
  ['TLS 1.3, and TLS 1.1 refused', {}, 'holds', /TLSv1\.1 ClientHello refused/],
  ['TLS 1.1 accepted', { legacy: { accepted: true } }, 'breached', /accepted/],
  ['TLS 1.1 accepted, and the action called that a failure', { legacy: { accepted: true, ok: false } }, 'breached'],
  ['no connection for TLS 1.1', { legacy: { accepted: false, ok: false } }, 'wrong-cause'],
  ['TLS 1.1 never offered', { legacy: 'absent' }, 'no-traffic'],
]);

const versions: readonly (readonly [TlsVersion, string])[] = [
  ['TLSv1', 'breached'],
  ['TLSv1.1', 'breached'],
  ['TLSv1.2', 'holds'],
  ['TLSv1.3', 'holds'],
];
for (const [version, answer] of versions) {
  test(`S0-tls-version ${answer}: a session of ${version}`, () => {
    const timeline = recording().map((entry) =>
      entry.kind === 'handshake' ? { ...entry, facts: { ...entry.facts, version } } : entry,
    );
    expect(findingOf('S0-tls-version', timeline).outcome).toBe(answer);
  });
}

test('S0-tls-version precondition-failed: no handshake of the API invoker to compare with', () => {
  const timeline = recording().filter((entry) => entry.kind !== 'handshake');
  expect(answerOf(findingOf('S0-tls-version', timeline))).toBe('precondition-failed');
});

judgingAef('S0-tls-version', [
  ['an AEF with TLS 1.3, and TLS 1.1 refused', {}, 'holds'],
  ['an AEF that accepts TLS 1.1', { legacy: true }, 'breached'],
  ['an AEF that was never offered TLS 1.1', { legacy: 'absent' }, 'no-traffic'],
  ['an AEF without a connection', { sessions: false }, 'precondition-failed'],
]);
