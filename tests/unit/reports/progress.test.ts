import type { Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import ProgressReporter from '../../../reports/progress.ts';
import { expect, test } from '../../support/test.ts';

const CLEAR = '\r\u001b[2K';

/** What is written when two tests are planned and one plays a step and tells a verdict. */
function written(mode: 'live' | 'lines', columns = 80): string[] {
  const out: string[] = [];
  const reporter = new ProgressReporter({ mode, output: { write: (text) => out.push(text), columns } });
  const step = (title: string, category = 'test.step') => {
    const [testCase, result, begun]: unknown[] = [
      { title: 'ccf-x · psk · TLS 1.2' },
      {},
      { title, category, parent: undefined },
    ];
    reporter.onStepBegin(testCase as TestCase, result as TestResult, begun as TestStep);
  };
  const suite: unknown = { allTests: () => [{}, {}] };
  reporter.onBegin({}, suite as Suite);
  step('Before Hooks', 'hook');
  step('step 6: tls-closed');
  step('step 6 S6-torn-down: pass');
  reporter.onTestEnd();
  reporter.onEnd();
  return out;
}

test('in a log, a line for each step that is played', () => {
  expect(written('lines')).toEqual(['1/2 ccf-x · psk · TLS 1.2 ▸ step 6: tls-closed\n']);
});

test('on a terminal one line, gone before a result is told', () => {
  expect(written('live')).toEqual([`${CLEAR}1/2 ccf-x · psk · TLS 1.2 ▸ step 6: tls-closed`, CLEAR]);
  expect(written('live', 20)).toEqual([`${CLEAR}1/2 ccf-x · psk · T`, CLEAR]);
});
