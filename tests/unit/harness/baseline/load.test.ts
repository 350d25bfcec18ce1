/** What a person is told about a wrong baseline, and what is made of a right one. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { BASELINE_FILE, baselinePath, loadBaseline, parseBaseline } from '../../../../harness/baseline/load.ts';
import { baselineJsonSchema } from '../../../../harness/baseline/schema.ts';
import { formatProblem } from '../../../../harness/target/yaml/problem.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
import { EXAMPLE as SCENARIO, readRight as scenario } from '../scenario/example.ts';
import { EXAMPLE as TARGET, readRight as target } from '../target/example.ts';

const EXAMPLE = `# what we know of
deviations:
  - requirement: S6-torn-down
    scenario: ccf-* · psk · *
    reason: the proxy keeps idle sessions
    issue: https://tracker.acme.example/412
    expires: 2026-12-31
    words: still open
`;
/** Played with psk and oauth, TLS 1.3 and 1.2. */
const SCENARIOS = [
  scenario(SCENARIO.replace('requires: { retention: true }\n', '')),
  scenario(SCENARIO.replace('id: ccf-offboarding', 'id: ccf-retention')),
  scenario(
    SCENARIO.replace('id: ccf-offboarding', 'id: aef-offboarding')
      .replace('under-test: ccf', 'under-test: aef')
      .replace('requires: { retention: true }\n', '')
      .replace(/steps:[\s\S]*/, 'steps:\n  - step: 9\n    expect: [S9-torn-down]\n'),
  ),
];

function read(text: string, targetText = TARGET) {
  const played = { target: target(targetText), scenarios: SCENARIOS, ledger: loadLedger() };
  const baseline = parseBaseline(text, 'targets/known-deviations.yaml', played);
  return Array.isArray(baseline) ? baseline.map(formatProblem) : baseline;
}

test('an entry knows its place and in how many playings of this target it counts', () => {
  expect(read(EXAMPLE)).toEqual({
    file: 'targets/known-deviations.yaml',
    entries: [
      {
        requirement: 'S6-torn-down',
        scenario: 'ccf-* · psk · *',
        reason: 'the proxy keeps idle sessions',
        issue: 'https://tracker.acme.example/412',
        expires: '2026-12-31',
        words: 'still open',
        line: 3,
        column: 5,
        // The scenario that requires retention is not applicable to it.
        playings: 2,
      },
    ],
  });
  expect(read(EXAMPLE, `${TARGET}claims: { retention: true, tls: ['1.2'] }\n`)).toMatchObject({
    entries: [{ playings: 2 }],
  });
  expect(read('deviations: []\n')).toEqual({ file: 'targets/known-deviations.yaml', entries: [] });
});

const WRONG: [name: string, text: string, ...problems: string[]][] = [
  [
    'a requirement that there is not',
    EXAMPLE.replace('S6-torn-down', 'S6-torn-dwn'),
    '3:18 unknown requirement "S6-torn-dwn"; did you mean "S6-torn-down"?',
  ],
  [
    'a scenario that there is not',
    EXAMPLE.replace('ccf-*', 'ccf-ofboarding'),
    '4:15 deviations[0].scenario: "ccf-ofboarding · psk · *" fits no scenario; did you mean "ccf-offboarding"?',
  ],
  [
    'a scenario of another role',
    EXAMPLE.replace('S6-torn-down', 'S9-torn-down').replace('ccf-* · psk · *', 'aef-*'),
    '4:15 deviations[0].scenario: no playing of aef-offboarding judges S9-torn-down of this target; remove the entry, or look at the claims',
  ],
  [
    'a requirement that the scenario does not judge',
    EXAMPLE.replace('S6-torn-down', 'S7-notified'),
    '4:15 deviations[0].scenario: no playing of ccf-offboarding, ccf-retention judges S7-notified of this target; remove the entry, or look at the claims',
  ],
  [
    'no expiry',
    EXAMPLE.replace('    expires: 2026-12-31\n', ''),
    '3:5 deviations[0].expires: is missing; add expires: 2027-03-31',
  ],
  [
    'no such day',
    EXAMPLE.replace('2026-12-31', '2026-02-30'),
    '7:14 deviations[0].expires: must be a day (year-month-day), saw "2026-02-30"; write e.g. expires: 2027-03-31',
  ],
  [
    'no link',
    EXAMPLE.replace('https://tracker.acme.example/412', 'ACME-412'),
    '6:12 deviations[0].issue: must be a link (https://…), saw "ACME-412"; write e.g. issue: https://tracker.acme.example/412',
  ],
  [
    'no words',
    EXAMPLE.replace('still open', '""'),
    '8:12 deviations[0].words: is empty; write e.g. words: "still open"',
  ],
  [
    'a key that there is not',
    EXAMPLE.replace('reason:', 'reasons:'),
    '3:5 deviations[0].reason: is missing; add reason: "the proxy keeps idle sessions"',
    '5:5 unknown key "reasons"; did you mean "reason"?',
  ],
  ['the same twice', EXAMPLE + EXAMPLE.split('deviations:\n')[1], '9:5 says the same as an entry before; keep one'],
  ['nothing', '', '1:1 is empty; a mapping of keys is expected'],
  [
    'no deviations',
    'known: []\n',
    '1:1 deviations: is missing; add deviations: [{ requirement: S6-torn-down }]',
    '1:1 unknown key "known"; known: deviations',
  ],
];
for (const [name, text, ...problems] of WRONG) {
  test(`told with its place: ${name}`, () => {
    expect(read(text)).toEqual(problems.map((problem) => `targets/known-deviations.yaml:${problem}`));
  });
}

test('the file is named by CAPIF_BASELINE, or lies beside the target file; the built-in reference has none', async () => {
  const folder = test.info().outputPath('targets');
  const targetFile = test.info().outputPath('targets', 'acme.yaml');
  const beside = test.info().outputPath('targets', BASELINE_FILE);
  expect(baselinePath({ CAPIF_TARGET: targetFile })).toBeUndefined();
  await mkdir(folder, { recursive: true });
  await writeFile(beside, EXAMPLE);
  expect(baselinePath({ CAPIF_TARGET: targetFile })).toBe(beside);
  expect(baselinePath({ CAPIF_TARGET: targetFile, CAPIF_BASELINE: 'other.yaml' })).toBe('other.yaml');
  expect(baselinePath({ CAPIF_TARGET: targetFile, CAPIF_BASELINE: 'none' })).toBeUndefined();
  expect(baselinePath({})).toBeUndefined();
});

test('a file that cannot be read is told in one line', () => {
  const played = { target: target(TARGET), scenarios: SCENARIOS, ledger: loadLedger() };
  const problems = loadBaseline('no/such.yaml', played);
  expect(Array.isArray(problems) && problems.map(formatProblem)).toEqual([
    'no/such.yaml cannot be read (ENOENT); CAPIF_BASELINE names a file of known deviations, or is "none"',
  ]);
});

test('the published schema takes what the loader takes', () => {
  const valid = new Ajv2020({ strict: false, formats: { date: true, uri: true } }).compile(baselineJsonSchema());
  expect(valid(parse(EXAMPLE))).toBe(true);
  expect(valid(parse(EXAMPLE.replace('words: still open', 'word: x')))).toBe(false);
});
