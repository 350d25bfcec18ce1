/** Misbehaviours of an AEF and of an API invoker as their recordings, each with exactly the rows that it breaches. */

import { CHECKS } from '../../../../harness/checks/registry.ts';
import type { Timeline } from '../../../../harness/evidence/timeline.ts';
import { loadLedger, type Role } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
import { type AefPlay, aefRecording, type Sent } from './aef-recording.ts';
import { FOUND, type InvokerPlay, invokerRecording, OLD, PATH, PSK, scanned, TOKEN } from './invoker-recording.ts';
import { contextOf } from './judging.ts';

const rows = loadLedger().requirements;

/** Rows about that role with that outcome. */
function rowsBy(outcome: string, role: Role, timeline: Timeline): string[] {
  const context = { ...contextOf(timeline), underTest: role };
  const ids = new Set(rows.filter(({ roles }) => roles.includes(role)).map(({ id }) => id));
  return CHECKS.filter((check) => ids.has(check.requirement) && check.judge(context).outcome === outcome).map(
    ({ requirement }) => requirement,
  );
}

const FORGED: Sent = { case: 'not-the-ccf', status: 403 };
const DUPLICATE: Sent = { case: 'duplicate', status: 204 };
const UNKNOWN: Sent = { case: 'unknown-invoker', status: 404 };
const AEF: AefPlay = { before: [FORGED], after: [DUPLICATE, UNKNOWN], token: { expiresIn: 600 } };
const DELETION = ['S8-aefpsk-deleted', 'S8-token-refused', 'S8-trust-deleted'];
const kept = { outcome: 'accepted', seen: '200' } as const;
const lost = { outcome: 'refused', seen: '401' } as const;

const AEF_MUTANTS: Readonly<Record<string, readonly [AefPlay, readonly string[]]>> = {
  'accepts TLS 1.1': [{ legacy: true }, ['S0-tls-version']],
  'keeps the credential': [
    { probes: { 'at-answer victim service-api': kept, 'settled victim service-api': kept } },
    DELETION,
  ],
  'fetches it again': [{ probes: { 'settled victim service-api': kept } }, [...DELETION, 'S8-no-refetch']],
  'serves a resumed session': [
    { probes: { 'settled victim service-resumption': { ...kept, facts: { resumed: true } } } },
    ['S9-not-resumable'],
  ],
  'forgets everybody': [{ probes: { 'settled bystander service-api': lost } }, ['S8-others-intact']],
  'takes a forged notification': [{ before: [{ ...FORGED, status: 204 }] }, ['S8-only-authentic']],
  'keeps the connection open': [{ victimEnds: [] }, ['S9-torn-down']],
  'ends with a bare FIN': [{ victimEnds: [{ signal: 'fin', ms: -0.5 }] }, ['S9-close-notify']],
  'tears down one connection': [
    { parallelEnds: [], probes: { 'settled victim service-parallel': kept } },
    ['S9-all-connections'],
  ],
  'drops everybody': [
    { bystanderEnds: [{ signal: 'fin', ms: -0.4 }], probes: { 'settled bystander service-open-session': lost } },
    ['S9-others-open'],
  ],
  'refuses to acknowledge': [{ genuine: { status: 500 } }, ['S10-acknowledged']],
  'acknowledges first': [
    { victimEnds: [{ signal: 'close_notify', ms: 200 }], probes: { 'at-answer victim service-api': kept } },
    ['S10-after-deletion'],
  ],
  'tears down late': [{ victimEnds: [{ signal: 'close_notify', ms: 200 }] }, ['S10-after-deletion']],
  'refuses duplicates': [{ after: [{ ...DUPLICATE, status: 409 }, UNKNOWN] }, ['S10-idempotent']],
  'drops a bystander on a duplicate': [
    { after: [{ ...DUPLICATE, probes: { 'bystander service-api': lost } }] },
    ['S10-idempotent'],
  ],
  'answers 500 to an unknown invoker': [{ after: [DUPLICATE, { ...UNKNOWN, status: 500 }] }, ['S10-unknown-harmless']],
  'closes only what idles': [
    {
      victimEnds: [{ signal: 'close_notify', ms: 558 }],
      bystanderEnds: [{ signal: 'close_notify', ms: 508 }],
      parallelEnds: [{ signal: 'close_notify', ms: 560 }],
      before: [],
    },
    [],
  ],
};

const late = (call: object): InvokerPlay => ({ after: [call] });
const INVOKER: InvokerPlay = { impostor: { connections: 1, requests: 0 }, ...scanned('onboard-secret') };
const INVOKER_MUTANTS: Readonly<Record<string, readonly [InvokerPlay, readonly string[]]>> = {
  'trusts an impostor': [{ impostor: { connections: 1, requests: 1 } }, ['S0-server-authenticated']],
  'never requests': [{ requests: [], until: 6_000 }, ['S1-trigger', 'S2-request-sent']],
  'asks for another ID': [{ requests: [{ target: `${PATH}-2`, status: 404 }] }, ['S2-own-id']],
  'goes on asking': [{ requests: [{}, { status: 404 }] }, ['S2-once']],
  'keeps the ID': [late({ target: PATH }), ['S5-id-deleted']],
  'keeps a session': [late({ peer: OLD, resumed: true }), ['S5-service-auth-deleted']],
  'keeps the certificate': [late({ peer: OLD }), ['S5-certificate-deleted']],
  'keeps a copy of the private key': [scanned('private-key', FOUND), ['S5-certificate-deleted']],
  'keeps the onboard secret': [scanned('onboard-secret', FOUND), ['S5-onboard-secret-deleted']],
  'keeps the AEFPSK': [late({ node: 'aef-1: service API', peer: PSK }), ['S5-aefpsk-deleted']],
  'keeps the token': [late({ node: 'aef-1: service API', bearer: TOKEN }), ['S5-token-deleted']],
  'forgets on failure': [{ requests: [{ status: 500 }], answer: '500' }, ['S5-not-on-failure']],
};

test('a compliant AEF passes every row', () => {
  const all = rows.filter(({ roles }) => roles.includes('aef')).map(({ id }) => id);
  expect(rowsBy('holds', 'aef', aefRecording(AEF))).toEqual(all);
});

test('a compliant API invoker passes every row that one run can tell', () => {
  const all = rows.filter(({ roles }) => roles.includes('invoker')).map(({ id }) => id);
  expect(rowsBy('holds', 'invoker', invokerRecording(INVOKER))).toEqual(all.filter((id) => id !== 'S5-not-on-failure'));
});

for (const [name, [play, breaches]] of Object.entries(AEF_MUTANTS)) {
  test(`an AEF that ${name} breaches exactly ${breaches.join(', ') || 'nothing'}`, () => {
    expect(rowsBy('breached', 'aef', aefRecording({ ...AEF, ...play })).toSorted()).toEqual([...breaches].toSorted());
  });
}

for (const [name, [play, breaches]] of Object.entries(INVOKER_MUTANTS)) {
  test(`an API invoker that ${name} breaches exactly ${breaches.join(', ')}`, () => {
    expect(rowsBy('breached', 'invoker', invokerRecording({ ...INVOKER, ...play }))).toEqual(breaches);
  });
}

test('a recording that breaks off never fails a compliant AEF or API invoker', () => {
  for (const [role, timeline] of [
    ['aef', aefRecording(AEF)],
    ['invoker', invokerRecording(INVOKER)],
  ] as const) {
    for (let length = 0; length <= timeline.length; length += 1) {
      expect({ length, failed: rowsBy('breached', role, timeline.slice(0, length)) }).toEqual({ length, failed: [] });
    }
  }
});
