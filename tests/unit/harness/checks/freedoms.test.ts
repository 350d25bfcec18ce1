import fc from 'fast-check';
import { expect, test } from '../../../support/test.ts';
import { answers } from './plays.ts';
import { recording, WINDOW } from './recording.ts';

test('a compliant CCF fails nothing, whichever freedom it takes', () => {
  const freedom = fc.record({
    answerHeaders: fc.constantFrom(
      {},
      { 'content-length': '0' },
      { connection: 'close' },
      { 'keep-alive': 'timeout=5' },
    ),
    takes: fc.integer({ min: 1, max: 900 }),
    unknown: fc.constantFrom(400, 401, 403, 404),
    foreign: fc.constantFrom(401, 403, 404),
    repeat: fc.constantFrom(401, 403, 404, 410),
    refusal: fc.constantFrom('401', '403', '404', 'alert certificate_revoked', '400 invalid_client'),
    silent: fc.boolean(),
    teardown: fc.double({ min: -0.3, max: 900, noNaN: true }),
    fin: fc.boolean(),
    notified: fc.double({ min: -0.9, max: WINDOW.notification - 1, noNaN: true }),
    used: fc.boolean(),
    body: fc.constantFrom({}, { extra: true }),
    bystanderLimit: fc.option(fc.integer({ min: 1_500, max: 6_000 }), { nil: undefined }),
  });
  const property = fc.property(freedom, (free) => {
    const refused = { seen: free.refusal, facts: free.silent ? { silent: true } : {} };
    const names = ['discovery', 'context-write', 'profile-put', 'profile-patch', 'token', 'token-with-secret'];
    const probes = Object.fromEntries(names.map((name) => [`settled victim ${name}`, refused] as const));
    const ends = [
      { signal: 'close_notify', ms: free.teardown } as const,
      { signal: 'fin', ms: free.teardown + 0.1 } as const,
    ];
    // A session that idles may be ended by a limit of the CCF's, before the bystander uses it again.
    const limit = free.bystanderLimit === undefined ? [] : [{ signal: 'fin', ms: free.bystanderLimit } as const];
    const timeline = recording({
      before: [
        { case: 'unknown-id', status: free.unknown, quiet: 500 },
        { case: 'foreign-id', status: free.foreign },
      ],
      after: [{ case: 'repeat', status: free.repeat }],
      answer: { responseHeaders: free.answerHeaders, takes: free.takes },
      victimEnds: free.fin ? ends : ends.slice(0, 1),
      parallelEnds: [{ signal: 'close_notify', ms: free.teardown + 0.2 }],
      bystanderEnds: limit,
      bystanderUsed: free.used,
      told: [
        { ms: free.notified, body: free.body },
        { aef: 'aef-2', ms: free.notified + 0.4, body: free.body },
      ],
      probes: free.bystanderLimit === undefined ? probes : { ...probes, 'settled bystander open-session': 'absent' },
    });
    const wrong = Object.entries(answers(timeline)).filter(
      ([, answer]) => answer === 'breached' || answer === 'deviates',
    );
    expect(wrong).toEqual([]);
  });
  fc.assert(property, { numRuns: 150 });
});
