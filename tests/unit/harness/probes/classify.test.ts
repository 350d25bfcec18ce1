/** What counts as a refusal that fits, and what proves nothing. */

import { classify } from '../../../../harness/probes/classify.ts';
import type { HttpExchange } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';

function answered(status: number, body = ''): HttpExchange {
  const request = { method: 'GET', target: '/', headers: {}, body: '' };
  const response = { status, headers: {}, body, complete: true };
  const times = { requestAt: 1, responseAt: 2, at: 3 };
  return {
    kind: 'exchange',
    exchange: 'x',
    connection: 'c',
    side: 'client',
    request,
    response,
    failure: undefined,
    ...times,
  };
}

/** As nginx 1.22 writes it. */
const page = (about: string) =>
  `<html>\r\n<head><title>400 ${about}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>${about}</center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`;

for (const [status, outcome] of [
  [200, 'accepted'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'refused'],
  [410, 'refused'],
  [400, 'wrong-cause'],
  [429, 'wrong-cause'],
  [500, 'wrong-cause'],
] as const) {
  test(`${status} is ${outcome}`, () => {
    expect(classify(answered(status)).outcome).toBe(outcome);
  });
}

test("nginx's page about a client certificate refuses it, another page with the same status does not", () => {
  for (const about of ['The SSL certificate error', 'No required SSL certificate was sent']) {
    expect(classify(answered(400, page(about)))).toMatchObject({ outcome: 'refused', seen: `400, ${about}` });
  }
  expect(classify(answered(400, page('The plain HTTP request was sent to HTTPS port'))).outcome).toBe('wrong-cause');
});

test('an answer that proves nothing is told with the words of whoever gave it, in bounds', () => {
  const seen = (body: string, status = 400) => classify(answered(status, body)).seen;
  expect(seen('{"cause": "Invoker not registered", "status": 400}')).toBe('400, "Invoker not registered"');
  expect(seen('{"title": "Bad Request", "detail": "no such\\n invoker", "cause": "X"}')).toBe('400, "no such invoker"');
  expect(seen('{"error": "invalid_client", "error_description": "Secret not valid"}')).toBe('400, "Secret not valid"');
  expect(seen('{"error": "invalid_client"}')).toBe('400, "invalid_client"');
  expect(seen(`{"detail": "${'x'.repeat(500)}"}`, 500)).toMatch(/^500, "x{100,160}…"$/);
  for (const body of ['', '<html>', '[]', 'null', '{"detail": 7}', '{"detail": " "}']) expect(seen(body)).toBe('400');
  // What is refused for a reason that fits needs no more words.
  expect(seen('{"detail": "Not found"}', 404)).toBe('404');
});
