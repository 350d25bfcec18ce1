/** What a probe of resumption tells: resumed and served, a full handshake instead, or nothing given to resume by. */

import { resumptionOf } from '../../../../harness/probes/sessions.ts';
import type { ListenOptions } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from '../../simulators/wire/fixture.ts';
import { stageWithVictim } from '../actions/stage.ts';

type Version = 'TLSv1.2' | 'TLSv1.3';

/** The control, and the probe after it, at a server like this. `silent`: one that gives nothing to resume by. */
async function probed(version: Version, listening: Partial<ListenOptions>, silent = false) {
  const stage = await stageWithVictim();
  const ask = async (phase: 'control' | 'settled', use: Parameters<Parameters<typeof withListener>[1]>[0]) =>
    await resumptionOf(
      { stage, subject: 'victim', phase, observer: () => {}, session: undefined, note: () => {} },
      {
        version,
        async open(_self, { tickets, resume }) {
          const session = await use.open({ minVersion: version, maxVersion: version, tickets, resume });
          return silent ? Object.assign(session, { resumption: () => undefined }) : session;
        },
        use: (_self, session) => session.request({ method: 'GET', path: '/' }),
      },
    );
  const results: Awaited<ReturnType<typeof ask>>[] = [];
  await withListener({ answer: async () => Response.json({}), ...listening }, async (use) => {
    results.push(await ask('control', use));
    results.push(await ask('settled', use));
  });
  return results;
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`resumed and served, before and after (${version})`, async () => {
    expect(await probed(version, {})).toMatchObject([
      { outcome: 'accepted', facts: { resumed: true } },
      { outcome: 'accepted', facts: { resumed: true } },
    ]);
  });

  test(`a server that resumes nothing says so, and serves by a full handshake (${version})`, async () => {
    expect(await probed(version, { resumption: false })).toMatchObject([
      { outcome: 'accepted', facts: { resumed: false } },
      { outcome: 'accepted', facts: { resumed: false } },
    ]);
  });
}

test('a ticket that is good for one use is renewed by that use', async () => {
  const offered: string[] = [];
  const stage = await stageWithVictim();
  await withListener({ answer: async () => Response.json({}) }, async (use) => {
    const version = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const;
    const request = { method: 'GET', path: '/' };
    for (const phase of ['control', 'settled', 'settled'] as const) {
      await resumptionOf(
        { stage, subject: 'victim', phase, observer: () => {}, session: undefined, note: () => {} },
        {
          version: 'TLSv1.3',
          async open(_self, { resume }) {
            if (resume === undefined) return use.open(version);
            offered.push(resume.toString('base64'));
            // Node's server gives none upon resumption, others do: one of another session stands in for it.
            const other = await use.open(version);
            await other.request(request);
            return Object.assign(await use.open({ ...version, resume }), { resumption: () => other.resumption() });
          },
          use: (_self, session) => session.request(request),
        },
      );
    }
  });
  expect(offered).toHaveLength(3);
  expect(new Set(offered).size).toBe(3);
});

test('beside TLS-PSK nothing is resumed in TLS 1.3, and everything in TLS 1.2', async () => {
  const psk = { psk: () => Buffer.alloc(32, 1) };
  const told = async (version: Version) => (await probed(version, psk)).map(({ facts }) => facts.resumed);
  expect(await told('TLSv1.3')).toEqual([false, false]);
  expect(await told('TLSv1.2')).toEqual([true, true]);
});

test('a server that gives nothing to resume by is told from one whose attempt failed', async () => {
  const facts = { resumed: false, given: false };
  expect(await probed('TLSv1.3', {}, true)).toMatchObject([
    { outcome: 'wrong-cause', seen: 'no ticket was given', facts },
    { outcome: 'wrong-cause', seen: 'no ticket was given', facts },
  ]);
});

test('a full handshake that is answered 503 has not shown that nothing is resumed', async () => {
  let handshakes = 0;
  const [control] = await probed('TLSv1.2', {
    resumption: false,
    onConnection: () => {
      handshakes += 1;
    },
    answer: async () => new Response(null, { status: handshakes > 1 ? 503 : 200 }),
  });
  expect(control).toMatchObject({ outcome: 'wrong-cause', seen: 'not resumed by ticket, 503' });
  expect(control?.facts).not.toHaveProperty('given');
});
