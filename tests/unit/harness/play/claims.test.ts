/** A claim that what was seen contradicts is a finding, and changes no verdict; a claim that holds is none. */

import { claimsContradictedByProbes } from '../../../../harness/play/claims-of-probes.ts';
import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceCcf } from '../../../../harness/surroundings/around-ccf.ts';
import type { Claims } from '../../../../harness/target/schema.ts';
import { expect, test } from '../../../support/test.ts';

const { target, scenarios, ledger } = prepare({});

type Deviation = Parameters<typeof referenceCcf>[1];
type Way = { readonly method: 'psk' | 'oauth'; readonly tls: '1.2' | '1.3' };

async function played(
  id: string,
  claimed: Partial<Claims>,
  way: Way = { method: 'oauth', tls: '1.2' },
  deviation: Deviation = {},
) {
  const scenario = scenarios.find((one) => one.id === id);
  if (target.role !== 'reference' || scenario === undefined) throw new Error('target or scenario is not what it was');
  const tested = { ...target, claims: { ...target.claims, ...claimed } };
  const source = referenceCcf(tested, deviation);
  const surroundings = await source.get({ scenario: id, ...way, requires: scenario.requires });
  const { record } = await play({ scenario, ...way, target: tested, surroundings, ledger });
  await source.close();
  return record;
}

test('claims that hold are no finding', async () => {
  const record = await played('ccf-offboarding', { tokens: 'jwt' });
  expect(record.claimFindings).toBeUndefined();
  expect(record.verdict).toBe('pass');
});

test('each claim that does not hold is told once, with what was seen instead and where', async () => {
  const wrong = { tls: ['1.2'], onboardSecret: false, tokens: 'opaque', ocsp: true } as const;
  const record = await played('ccf-offboarding', { ...wrong, tls: [...wrong.tls] });
  expect(record.claimFindings?.map(({ claim, claimed, seen }) => [claim, claimed, seen])).toEqual([
    ['tls', '1.2', 'it negotiated TLSv1.3'],
    ['onboardSecret', 'false', 'onboarding issued one'],
    ['ocsp', 'true', 'the API invoker certificate names no OCSP responder'],
    ['tokens', 'opaque', 'an access token is a JWT'],
  ]);
  for (const { evidence } of record.claimFindings ?? []) {
    const kinds = record.timeline.filter(({ seq }) => evidence.includes(seq)).map(({ kind }) => kind);
    expect(['handshake', 'exchange']).toContain(kinds[0]);
  }
});

test('a session that is resumed although none can be', async () => {
  const record = await played('ccf-resumption', { sessionResumption: false, tls: ['1.2', '1.3'] });
  const found = record.claimFindings?.map(({ claim, seen }) => [claim, seen]);
  expect(found).toEqual([['sessionResumption', 'a TLS session was resumed']]);
});

const KEYED = { method: 'psk', tls: '1.2' } as const;

test('where the AEFPSK comes from', async () => {
  const honest = await played('ccf-offboarding', {}, KEYED);
  expect(honest.claimFindings).toBeUndefined();
  const derived = await played('ccf-offboarding', { aefpsk: 'provisioned' }, KEYED);
  expect(derived.claimFindings?.map(({ claim, claimed, seen }) => [claim, claimed, seen])).toEqual([
    ['aefpsk', 'provisioned', 'the AEF was given the key that Annex A derives'],
  ]);
  // To the same CCF, ours derive otherwise: for them it is another key.
  const other = await played('ccf-offboarding', { interfaceInformation: '{host}/{port}' }, KEYED);
  expect(other.claimFindings?.map(({ claim, claimed }) => [claim, claimed])).toEqual([['aefpsk', 'annex-a']]);
});

test('a CRL that is not there', async () => {
  const record = await played('ccf-offboarding', { crl: '/no-such-list' });
  expect(record.claimFindings?.map(({ claim, claimed, seen }) => [claim, claimed, seen])).toEqual([
    ['crl', '/no-such-list', 'GET of it → 404'],
  ]);
});

test('a security method that is claimed and not given', () => {
  const answered = (selSecurityMethod: string) => {
    const put = putOf('OAUTH', 201, contextOf({ selSecurityMethod }));
    return claimsContradictedByProbes(target.claims, [], [put]);
  };
  expect(answered('OAUTH')).toEqual([]);
  const seen = 'it selected PSK where OAUTH was asked for';
  expect(answered('PSK')).toEqual([{ claim: 'methods', claimed: 'psk, pki, oauth', seen, evidence: [7] }]);
});

test('a security method that is claimed and refused, which is not told of a context that is refused for its owner', () => {
  const answered = (status: number, phase: 'control' | 'settled' = 'control') => {
    const probe = { kind: 'probe', probe: 'context-write', subject: 'victim', phase, outcome: 'wrong-cause' } as const;
    const stamped = { ...probe, seen: String(status), facts: { status }, evidence: [6, 7], at: 3, seq: 8, step: 0 };
    return claimsContradictedByProbes(target.claims, [stamped], [putOf('PSK', status, '')]);
  };
  const seen = 'a security context that asks for PSK was answered 400';
  expect(answered(400)).toEqual([{ claim: 'methods', claimed: 'psk, pki, oauth', seen, evidence: [7] }]);
  expect(answered(401)).toEqual([]);
  expect(answered(400, 'settled')).toEqual([]);
});

/** A security context that asks for this method, and how it was answered; entry 7 of the recording. */
function putOf(method: string, status: number, body: string) {
  const target = '/capif-security/v1/trustedInvokers/INV1';
  const request = { method: 'PUT', target, headers: {}, body: contextOf({ prefSecurityMethods: [method] }) };
  const response = { status, headers: {}, body, complete: true };
  const about = { exchange: 'x1', connection: 'c1', side: 'client', requestAt: 1, at: 2, seq: 7, step: 0 } as const;
  return { kind: 'exchange' as const, ...about, request, response };
}

function contextOf(member: object): string {
  return JSON.stringify({ notificationDestination: 'https://x.example', securityInfo: [member] });
}
