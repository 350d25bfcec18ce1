import { stripVTControlCharacters } from 'node:util';
import { conformanceOf } from '../../../reports/conformance.ts';
import { coloured, paintFor, plain } from '../../../reports/paint.ts';
import { conformanceTable, TABLE_WIDTH } from '../../../reports/table.ts';
import { expect, test } from '../../support/test.ts';
import { check, LEDGER, META, MIXED, record } from './records.ts';

test('the table of a run with something of everything', () => {
  expect(conformanceTable(conformanceOf(MIXED, META)).split('\n')).toEqual([
    'Step                                    passed  warned  failed  untold  error  n/a  unjudged',
    '   0  TLS session on CAPIF-1e                2       ·       ·       ·      ·    ·         ·',
    '   1  Trigger in the API invoker             ·       ·       ·       ·      ·    ·         ·',
    '   2  Offboard API invoker request           ·       ·       ·       ·      ·    ·         ·',
    '   3  Verification and deletion (CCF)        ·       ·       ·       1      ·    ·         ·',
    '      could not be told: S3-aefpsk-deleted',
    '   4  Offboard API invoker response          ·       ·       ·       ·      ·    ·         ·',
    '   5  Deletion (API invoker)                 ·       ·       ·       ·      ·    ·         ·',
    '   6  Teardown by the CCF                    ·       1       1       ·      ·    ·         ·',
    '      failed: S6-torn-down',
    '      warned: S6-close-notify',
    '   7  Event notification                     ·       ·       ·       ·      ·    ·         1',
    '      judged by no scenario: S7-order',
    '   8  Deletion (AEF)                         ·       ·       ·       ·      ·    ·         ·',
    '   9  Teardown by the AEF                    ·       ·       ·       ·      ·    ·         ·',
    '  10  Notification acknowledge               ·       ·       ·       ·      ·    ·         ·',
    '      All steps                              2       1       1       1      ·    ·         1',
    'untold: could not be told; n/a: ruled out by a claim of the target; unjudged: no scenario judged it.',
  ]);
});

test('no line is wider than the width, however many names there are', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `S6-requirement-number-${index}`);
  const table = conformanceTable(conformanceOf([record(ids.map((id) => check(id, 'fail')))], META));
  const lines = table.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(TABLE_WIDTH);
  for (const id of ids) expect(table).toMatch(new RegExp(`\\b${id}(,|$)`, 'm'));
});

test('colours change nothing but colours', () => {
  const report = conformanceOf([record(LEDGER.requirements.map(({ id }) => check(id, 'error'))), ...MIXED], META);
  const painted = conformanceTable(report, coloured);
  expect(painted).toContain('\u001b[31m');
  expect(stripVTControlCharacters(painted)).toBe(conformanceTable(report, plain));
});

test('colours are for a terminal whose user did not refuse them', () => {
  expect(paintFor({ isTTY: true }, {})).toBe(coloured);
  expect(paintFor({ isTTY: true }, { NO_COLOR: '' })).toBe(coloured);
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })).toBe(plain);
  expect(paintFor({}, {})).toBe(plain);
});
