/** What became of the operations of a CCF, told from a recording: each problem with its field. */

import { admissionTroubles, operationFindings } from '../../../../harness/doctor/operations.ts';
import type { Entry } from '../../../../harness/evidence/timeline.ts';
import { expect, test } from '../../../support/test.ts';
import { readRight } from '../target/example.ts';

const CCF = `name: Acme CCF
role: ccf
endpoints: { capif: "https://ccf.example", onboarding: "https://ccf.example:8443" }
trust: { ca: "\${CA}" }
`;
const target =
  readRight(`${CCF}identity: { onboardingCredential: "\${TOKEN}", registrationCredential: register-me-please }
`);
const provisioned = readRight(`${CCF}hooks: { onboard: { exec: "provision" } }
`);

let seq = 0;

function answered(method: string, path: string, status: number, body = '', headers = {}): Entry {
  const request = { method, target: path, headers: {}, body: '' };
  const response = { status, headers, body, complete: true };
  seq += 1;
  return {
    kind: 'exchange',
    exchange: 'x1',
    connection: 'c1',
    side: 'client',
    request,
    response,
    requestAt: 1,
    at: 2,
    seq,
    step: 0,
  };
}

function silent(method: string, path: string): Entry {
  const { response: _, ...asked } = answered(method, path, 0) as Extract<Entry, { kind: 'exchange' }>;
  return { ...asked, response: undefined, failure: { cause: 'timeout', message: `${method} ${path} took longer` } };
}

function failed(action: string, detail: string, ...evidence: Entry[]): Entry {
  seq += 1;
  const about = {
    subject: 'victim',
    ok: false,
    detail,
    facts: {},
    evidence: evidence.map((entry) => entry.seq),
  } as const;
  return { kind: 'action', action, ...about, at: 3, seq, step: 0 };
}

const ONBOARDING = ['POST', '/api-invoker-management/v1/onboardedInvokers'] as const;
const REGISTRATION = ['POST', '/api-provider-management/v1/registrations'] as const;

function examined(timeline: readonly Entry[], tested = target) {
  if (tested.role !== 'ccf') throw new Error('not a CCF');
  return { refused: admissionTroubles(tested, timeline), findings: operationFindings(tested, timeline) };
}

function found(...timeline: Entry[]) {
  const { refused, findings } = examined(timeline);
  return {
    refused: refused.map(({ field }) => field),
    problems: findings.flatMap(({ check, status, field }) => (status === 'problem' ? [`${check}: ${field}`] : [])),
  };
}

test('a refused credential is told by its field, each by its own', () => {
  expect(found(answered(...ONBOARDING, 401), answered(...REGISTRATION, 403))).toEqual({
    refused: ['identity.onboardingCredential', 'identity.registrationCredential'],
    problems: [
      'onboarding: identity.onboardingCredential',
      'registration of a provider domain: identity.registrationCredential',
    ],
  });
});

test('an operation that is not there leads to the endpoint that it was asked for at', () => {
  const only = { refused: ['endpoints.onboarding'], problems: ['onboarding: endpoints.onboarding'] };
  expect(found(answered(...ONBOARDING, 404))).toEqual(only);
  // One cause, one sentence.
  expect(found(answered(...ONBOARDING, 404), answered(...REGISTRATION, 404))).toEqual(only);
});

test('what succeeded in the end is no problem', () => {
  const { refused, problems } = found(answered(...ONBOARDING, 401), answered(...ONBOARDING, 201));
  expect({ refused, problems }).toEqual({ refused: [], problems: [] });
});

test('nobody is ready by being silent: what was not tried because something failed is a problem', () => {
  const { findings } = examined([failed('open-session', 'the peer sent TLS alert unknown_ca (48)')]);
  expect(findings.filter(({ status }) => status === 'problem')).toEqual([
    expect.objectContaining({
      check: 'open-session',
      field: 'endpoints.capif',
      message: expect.stringMatching(
        /^the peer sent TLS alert unknown_ca \(48\), so that .* onboarding, .*offboarding;/,
      ),
    }),
  ]);
});

test('success that is none: a page of a proxy, or JSON without what it is for', () => {
  const page = answered(...ONBOARDING, 201, '<html>log in</html>');
  const registered = answered(...REGISTRATION, 200, '<html>log in</html>');
  const timeline = [page, failed('onboard', 'x', page), registered, failed('register', 'y', registered)];
  const { refused, findings } = examined(timeline);
  expect(refused).toEqual([
    {
      field: 'endpoints.onboarding',
      cause: 'empty success',
      message: expect.stringMatching(
        /^onboarding was answered with success, but not with .* \(POST \S+ → 201\); name /,
      ),
    },
  ]);
  expect(findings.filter(({ status }) => status === 'problem')).toHaveLength(1);
  expect(findings.filter(({ status }) => status === 'ok')).toEqual([]);

  const token = answered('POST', '/capif-security/v1/securities/INV1/token', 200, '{"token": "x"}');
  expect(found(token).problems).toContain('access token: endpoints.capif');
  const granted = answered('POST', '/capif-security/v1/securities/INV1/token', 200, '{"access_token": "x"}');
  expect(found(granted).problems).toEqual([]);
});

test('an answer that does not come leads to the time that it has; the request is said once', () => {
  const [only] = examined([silent(...ONBOARDING), silent(...REGISTRATION)]).refused;
  expect(only?.field).toBe('timing.answer');
  expect(only?.message.match(/onboardedInvokers/g)).toHaveLength(1);
});

test('a redirect leads to where it leads', () => {
  const moved = answered(...ONBOARDING, 307, '', { location: 'https://other.example/x' });
  const [only] = examined([moved]).refused;
  expect(only).toMatchObject({
    field: 'endpoints.onboarding',
    message: expect.stringContaining('https://other.example/x'),
  });
});

test('an onboard hook that fails, or gives nothing, is told once by its field', () => {
  const hook = {
    kind: 'hook',
    hook: 'onboard',
    ok: false,
    code: 1,
    durationMs: 1,
    detail: 'it ended\nlog',
    at: 1,
    step: 0,
  } as const;
  const before = [
    { ...hook, seq: 9001 },
    { ...hook, seq: 9002 },
  ];
  const { refused, findings } = examined(before, provisioned);
  expect(refused).toEqual([{ field: 'hooks.onboard', message: 'it ended' }]);
  expect(findings.filter(({ status }) => status === 'problem')).toHaveLength(1);
  const empty = failed('onboard', 'the onboard hook printed no credentials; docs/hooks.md says which');
  expect(examined([empty], provisioned).refused.map(({ field }) => field)).toEqual(['hooks.onboard']);
});

test('a service API that is not served spoils verdicts, and is not put down to what the CCF answered last', () => {
  const read = answered('GET', '/capif-security/v1/trustedInvokers/INV1', 200, '{"securityInfo": []}');
  const { findings } = examined([read, failed('invoke', 'it holds no access token', read)]);
  const told = findings.flatMap(({ status, check }) =>
    status === 'ok' || status === 'warning' ? [`${status} ${check}`] : [],
  );
  // What was not tried here is a problem of its own.
  expect(told).toEqual(['ok security context, as the AEF reads it']);
});

const PUBLICATION = ['POST', '/published-apis/v1/APF1/service-apis'] as const;
const DISCOVERY = ['GET', '/service-apis/v1/allServiceAPIs'] as const;

test('what rests on something that failed is no problem of its own, for mending the one may mend the other', () => {
  const published = answered(...PUBLICATION, 500, '{"detail": "no such table"}');
  const timeline = [
    published,
    failed('subscribe', `AEF: ${'long '.repeat(100)}`, published),
    answered(...DISCOVERY, 404),
  ];
  const { findings } = examined(timeline);
  const told = (check: string) => findings.find((finding) => finding.check === check);
  expect(findings.filter(({ status }) => status === 'problem').map(({ check }) => check)).toEqual([
    'publication of a service API',
  ]);
  expect(told('publication of a service API')?.message).toContain('→ 500, "no such table"');
  expect(told('discovery')).toMatchObject({
    status: 'skipped',
    message: 'it rests on the publication of a service API, which failed: GET /service-apis/v1/allServiceAPIs → 404',
  });
  // Nothing below a failure repeats it at length.
  expect(told('security context')?.message).toBe(
    'not tried, since something before it failed: publication of a service API',
  );
  expect(found(answered(...DISCOVERY, 404)).problems).toContain('discovery: endpoints.capif');
});
