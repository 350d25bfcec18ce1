/** What became of the operations of a CCF, told from a recording: each problem with its field. */
import { expect, test } from '@playwright/test';
import { operationFindings, refusedCredentials } from '../../../../harness/doctor/operations.ts';
import type { Entry } from '../../../../harness/evidence/timeline.ts';
import { readRight } from '../target/example.ts';

const target = readRight(`name: Acme CCF
role: ccf
endpoints: { capif: "https://ccf.example", onboarding: "https://ccf.example:8443" }
trust: { ca: "\${CA}" }
identity: { onboardingCredential: "\${TOKEN}", registrationCredential: register-me-please }
`);

function answered(method: string, path: string, status: number): Entry {
  const request = { method, target: path, headers: {}, body: '' };
  const response = { status, headers: {}, body: '', complete: true };
  const at = { requestAt: 1, at: 2, seq: 1, step: 0 };
  return { kind: 'exchange', exchange: 'x1', connection: 'c1', side: 'client', request, response, ...at };
}

const ONBOARDING = ['POST', '/api-invoker-management/v1/onboardedInvokers'] as const;
const REGISTRATION = ['POST', '/api-provider-management/v1/registrations'] as const;

function found(...timeline: Entry[]) {
  if (target.role !== 'ccf') throw new Error('not a CCF');
  return {
    refused: refusedCredentials(target, timeline).map(({ field }) => field),
    problems: operationFindings(target, timeline).flatMap(({ check, status, field }) =>
      status === 'problem' ? [`${check}: ${field}`] : [],
    ),
  };
}

test('a refused credential is told by its field; a server that fails refused nothing', () => {
  expect(found(answered(...ONBOARDING, 401), answered(...REGISTRATION, 403))).toEqual({
    refused: ['identity.onboardingCredential', 'identity.registrationCredential'],
    problems: [
      'onboarding: identity.onboardingCredential',
      'registration of a provider domain: identity.registrationCredential',
    ],
  });
  expect(found(answered(...ONBOARDING, 503))).toEqual({ refused: [], problems: ['onboarding: endpoints.capif'] });
});

test('an operation that is not there leads to the endpoint that it was asked for at', () => {
  expect(found(answered(...ONBOARDING, 404))).toEqual({ refused: [], problems: ['onboarding: endpoints.onboarding'] });
});

test('what succeeded in the end is no problem, and what was not tried is none either', () => {
  const { refused, problems } = found(answered(...ONBOARDING, 401), answered(...ONBOARDING, 201));
  expect({ refused, problems }).toEqual({ refused: [], problems: [] });
});
