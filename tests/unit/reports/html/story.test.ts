/** What a recording becomes in a diagram: who talks to whom, what is a step of the clause, what only surrounds it. */

import type { RunRecord } from '../../../../harness/evidence/run-record.ts';
import { linksOf } from '../../../../reports/html/diagram/lifelines.ts';
import type { Row } from '../../../../reports/html/diagram/rows.ts';
import { storyOf } from '../../../../reports/html/diagram/story.ts';
import { expect, test } from '../../../support/test.ts';
import { compliant, did, ended, keepsOpen, OFFBOARDING, opened, played, probed, said, timelineOf } from './played.ts';

/** A row in a few words: `2 request invoker→ccf`. */
function brief(row: Row): string {
  const step = row.step ?? '-';
  if (row.shape === 'arrow') return `${step} ${row.look} ${row.from}→${row.to}`;
  return row.shape === 'note' ? `${step} note ${row.on ?? 'all'}` : `${step} ${row.about} ${row.lines.length}`;
}

function rowsOf(record: RunRecord): string[] {
  return storyOf(record).rows.map(brief);
}

test('the steps of the clause stand in the order in which they happened', () => {
  expect(rowsOf(compliant())).toEqual([
    '- preparation 2',
    '- session invoker→ccf',
    '0 session invoker→ccf',
    '2 request invoker→ccf',
    '3 note ccf',
    '4 response ccf→invoker',
    '6 closing ccf→invoker',
    '- session ccf→aef',
    '7 request ccf→aef',
    '10 response aef→ccf',
    '- probes 1',
  ]);
  expect(storyOf(compliant()).zero).toBe(100_000);
});

test('a teardown that was awaited and did not come is an arrow that does not arrive', () => {
  const { rows } = storyOf(keepsOpen());
  expect(rows.map(brief)).toContain('6 missing ccf→invoker');
  expect(rows.map(brief)).not.toContain('6 closing ccf→invoker');
  expect(rows.find((row) => row.step === 6)?.text).toBe('nothing within 500 ms');
});

test('who ends a session is whose sign comes first; a bystander and the invoker itself tear nothing down', () => {
  const happened = OFFBOARDING.filter(({ kind }) => kind !== 'end');
  const rows = rowsOf(played([...happened, ended('c1', 'self', 140), ended('c0', 'peer', 141)]));
  expect(rows).toContain('- closing invoker→ccf');
  expect(rows).toContain('- closing ccf→invoker');
  expect(rows.join()).not.toContain('6 closing');
});

test('how it was ended is told: all signs of one end, alerts by name', () => {
  const happened = OFFBOARDING.filter(({ kind }) => kind !== 'end');
  const signs = [ended('c1', 'peer', 105), ended('c1', 'peer', 106, 'rst'), ended('c1', 'self', 107)];
  expect(storyOf(played([...happened, ...signs])).rows.find((row) => row.step === 6)?.text).toBe('close_notify, RST');
});

test('preparation is one box, probes of one phase another, and their connections are not drawn', () => {
  const rows = storyOf(
    played([
      ...opened('p1', 'victim: onboarding', 1),
      ended('p1', 'self', 3),
      did('onboard', 'victim', 3),
      did('secure', 'victim', 3, false),
      ...OFFBOARDING.slice(2),
      ...opened('p2', 'victim: probe: CAPIF-1e', 200),
      said('p2', 'GET /service-apis', 401, 202),
      ended('p2', 'self', 205),
      probed('discovery', 'settled', 'refused', 206, [16, 17, 18, 19]),
    ]),
  ).rows;
  expect(rows.map(brief)).toEqual(expect.arrayContaining(['- preparation 2', '- probes 2']));
  expect(rows.filter(({ caption }) => /onboarding|probe: /.test(caption))).toEqual([]);
  const [box] = rows;
  expect(box?.shape === 'group' && box.lines.map(({ text }) => text)).toEqual([
    'victim: onboard',
    'victim: secure did not succeed: secure it was',
  ]);
});

test('where neither trigger nor request came, what prepared is shown: it may be what went wrong', () => {
  const rows = rowsOf(
    played(
      [
        ...opened('c9', 'ccf', 1, { side: 'server' }),
        { kind: 'hook', hook: 'onboard', ok: false, code: 1, durationMs: 1, detail: 'no trust', ms: 5 },
      ],
      [],
      { underTest: 'invoker' },
    ),
  );
  expect(rows).toEqual(['- session invoker→ccf', '- note invoker']);
});

test('an action that this version does not know is a note, and a hook stands where it began', () => {
  const rows = rowsOf(
    played([
      ...OFFBOARDING,
      did('perform-a-miracle', 'aef-1', 150, true, 8),
      { kind: 'hook', hook: 'trigger', ok: true, code: 0, durationMs: 95, detail: '', ms: 190, step: 1 },
    ]),
  );
  expect(rows).toContain('- note aef');
  expect(rows.indexOf('1 note ccf')).toBe(rows.indexOf('2 request invoker→ccf') - 1);
});

test('an entry of an unknown kind, or of a connection that was never opened, is passed over', () => {
  const strange = { ...timelineOf([did('x', 'victim', 1)])[0], kind: 'telepathy', seq: 99, at: 1, step: 3 };
  const record = compliant();
  // A record may have been written by a later version: the kind is not one of this one's.
  const timeline = JSON.parse(JSON.stringify([...record.timeline, strange])) as RunRecord['timeline'];
  const gone = timeline.filter((entry) => entry.kind !== 'connection');
  expect(rowsOf({ ...record, timeline })).toEqual(rowsOf(record));
  expect(() => rowsOf({ ...record, timeline: gone })).not.toThrow();
  expect(rowsOf({ ...record, timeline: [] })).toEqual([]);
});

const ENDS = [
  ['ccf', 'client', 'victim: CAPIF-1e', 'invoker→ccf'],
  ['ccf', 'client', 'stranger with a foreign certificate', 'invoker→ccf'],
  ['ccf', 'client', 'aef-1: publish', 'aef→ccf'],
  ['ccf', 'server', 'aef-2: CAPIF-3', 'ccf→aef'],
  ['ccf', 'server', 'impostor-aef: CAPIF-3', 'ccf→aef'],
  ['ccf', 'server', 'aef-1: service API', 'invoker→aef'],
  ['ccf', 'client', 'ClientHello of TLS 1.1', 'invoker→ccf'],
  ['aef', 'client', 'ClientHello of TLS 1.1', 'invoker→aef'],
  ['aef', 'client', 'victim: service API (PSK)', 'invoker→aef'],
  ['aef', 'client', 'victim: CAPIF-1e', 'invoker→ccf'],
  ['aef', 'client', 'ccf: CAPIF-3', 'ccf→aef'],
  ['aef', 'client', 'stranger without a certificate', 'invoker→aef'],
  ['aef', 'server', 'ccf', 'aef→ccf'],
  ['invoker', 'server', 'ccf', 'invoker→ccf'],
  ['invoker', 'server', 'impostor CCF', 'invoker→ccf'],
  ['invoker', 'server', 'aef-1: service API', 'invoker→aef'],
  ['invoker', 'client', 'ccf: CAPIF-3', 'ccf→aef'],
] as const;

for (const [underTest, side, label, ends] of ENDS) {
  test(`with the ${underTest} under test, ${side} of "${label}" is ${ends}`, () => {
    const [link] = linksOf({ underTest, timeline: timelineOf(opened('c1', label, 1, { side })) }).values();
    expect(`${link?.client}→${link?.server}`).toBe(ends);
  });
}

test('a connection of which both ends are ours is drawn once, and cites both records', () => {
  const both = [
    ...opened('s', 'aef-1: CAPIF-3', 110, { side: 'server', port: 7 }),
    ...opened('c', 'ccf: CAPIF-3', 111, { port: 7 }),
    said('c', 'POST /notifications/1', 204, 120),
    said('s', 'POST /notifications/1', 204, 121, { side: 'server' }),
  ];
  const record = played(both, [], { underTest: 'invoker' });
  expect([...linksOf(record).keys()]).toEqual(['c']);
  const { rows } = storyOf(record);
  expect(rows.map(brief)).toEqual(['- session ccf→aef', '7 request ccf→aef', '10 response aef→ccf']);
  expect(rows[1]?.seqs).toEqual([5, 6]);
});

test('two connections to one port at different times are two', () => {
  const record = played([
    ...opened('s', 'aef-1: service API', 1, { side: 'server', port: 7 }),
    ...opened('c', 'victim: service API', 2000, { port: 7 }),
  ]);
  expect([...linksOf(record).keys()]).toEqual(['s', 'c']);
});

test('an AEF that asks our CCF just before our own API invoker does is not taken for its twin', () => {
  const record = played([
    ...opened('pull', 'ccf', 1, { side: 'server', port: 7 }),
    ...opened('s', 'ccf', 100, { side: 'server', port: 7 }),
    ...opened('c', 'victim: CAPIF-1e', 101, { port: 7 }),
  ]);
  expect([...linksOf(record)].map(([id, { twin }]) => [id, twin])).toEqual([
    ['pull', undefined],
    ['c', 's'],
  ]);
});
