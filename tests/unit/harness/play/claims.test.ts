/** A claim that what was seen contradicts is a finding, and changes no verdict; a claim that holds is none. */
import { expect, test } from '@playwright/test';
import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceCcf } from '../../../../harness/surroundings/around-ccf.ts';
import type { Claims } from '../../../../harness/target/schema.ts';

const { target, scenarios, ledger } = prepare({});

async function played(id: string, claimed: Partial<Claims>) {
  const scenario = scenarios.find((one) => one.id === id);
  if (target.role !== 'reference' || scenario === undefined) throw new Error('target or scenario is not what it was');
  const tested = { ...target, claims: { ...target.claims, ...claimed } };
  const source = referenceCcf(tested);
  const way = { method: 'oauth', tls: '1.2' } as const;
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
