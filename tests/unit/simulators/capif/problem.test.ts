import { ProblemDetails, problem } from '../../../../simulators/capif/problem.ts';
import { expect, test } from '../../../support/test.ts';

test('a refusal carries problem details that say status, title, detail and cause', async () => {
  const response = problem(403, 'AEF1 may not read it', 'MODIFICATION_NOT_ALLOWED');
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body: unknown = await response.json();
  expect(ProblemDetails.parse(body)).toEqual({
    status: 403,
    title: 'Forbidden',
    detail: 'AEF1 may not read it',
    cause: 'MODIFICATION_NOT_ALLOWED',
  });
});

test('without a cause there is no such member', async () => {
  expect(await problem(404, 'none such').json()).not.toHaveProperty('cause');
});
