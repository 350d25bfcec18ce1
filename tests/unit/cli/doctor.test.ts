/** What a diagnosis comes to: whether a run can begin, and what it could tell. */

import { diagnosisText } from '../../../cli/doctor/text.ts';
import { type Finding, ok, problem, spoiling, warning } from '../../../harness/doctor/finding.ts';
import { expect, test } from '../../support/test.ts';

function lastLine(...findings: Finding[]): string {
  const text = diagnosisText({ target: 'Acme CCF', role: 'ccf', file: 'acme.yaml', findings, scenarios: [] });
  return text.trimEnd().split('\n').at(-1) ?? '';
}

const fine = ok('discovery', 'GET /x → 200');
const stops = problem('onboarding', { field: 'identity.onboardingCredential', message: 'onboarding was refused' });
const spoils = spoiling('access token', { field: 'endpoints.capif', message: 'access token failed' });

test('what a run could not begin with is told apart from what it could only not tell', () => {
  expect(lastLine(fine)).toBe('Ready.');
  expect(lastLine(fine, warning('clock', undefined, 'late'))).toBe('Ready; 1 to look at, which may spoil verdicts.');
  expect(lastLine(fine, stops)).toBe('1 to be mended before a run can begin.');
  expect(lastLine(stops, spoils)).toBe('2 to be mended before a run can begin.');
  expect(lastLine(fine, spoils)).toBe(
    '1 to be mended. A run can begin before that, and will not tell what rests on it.',
  );
});

test('what spoils a run is a problem, so that nobody is called ready', () => {
  expect(spoils).toMatchObject({ status: 'problem', field: 'endpoints.capif' });
});
