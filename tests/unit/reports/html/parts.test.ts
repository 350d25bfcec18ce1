/** The small parts that the page is put together from. */

import type { Play } from '../../../../reports/conformance-schema.ts';
import { since, span } from '../../../../reports/html/diagram/time.ts';
import { latencySection } from '../../../../reports/html/latencies.ts';
import { Markup, markup, shortened } from '../../../../reports/html/markup.ts';
import { expect, test } from '../../../support/test.ts';

test('a template escapes text and keeps markup, leaves out what is undefined or false, and joins lists', () => {
  expect(markup`<p title="${'"<&>\''}">${['a', markup`<b>${1}</b>`]}${undefined}${false}</p>`.text).toBe(
    '<p title="&#34;&#60;&#38;&#62;&#39;">a<b>1</b></p>',
  );
  expect(markup`${new Markup('<i>')}${0}`.text).toBe('<i>0');
});

test('characters that XML forbids become visible ones; others, beyond the first plane too, stay', () => {
  expect(markup`${'a\u0000\u001b\u007f\ud800b\t\n😀é'}`.text).toBe('a\ufffd\ufffd\ufffd\ufffdb\t\n😀é');
});

test('what is cut shows it', () => {
  expect([shortened('abc', 3), shortened('abcd', 3)]).toEqual(['abc', 'ab…']);
});

test('times have a sign and a unit that fits', () => {
  expect([since(0, 0), since(0, 4_660), since(500_000, 380_000), since(0, 12_345_678)]).toEqual([
    '+0.0 ms',
    '+4.7 ms',
    '−120 ms',
    '+12.3 s',
  ]);
  expect([span(99_940), span(99_960), span(9_999_400)]).toEqual(['99.9 ms', '100 ms', '9999 ms']);
});

function play(latencies: Play['latencies'], underTest: Play['underTest'] = 'ccf'): Play {
  const common = { id: 'x', title: '', file: '', method: 'psk', tls: '1.2', verdict: 'pass' } as const;
  return {
    ...common,
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMs: 1,
    steps: [],
    underTest,
    ...(latencies && { latencies }),
  };
}

test('latencies: a row for each kind and role, a dot for each playing, and the same in words', () => {
  const section = latencySection([
    play({ teardown: 5, deletion: 12 }),
    play({ teardown: 50 }),
    play({ teardown: -3 }, 'aef'),
    play(undefined, 'invoker'),
  ]).text;
  expect(section.match(/<circle/g)).toHaveLength(4);
  expect(section).toContain('teardown, CCF: median 5.0 ms, longest 50.0 ms, of 2');
  expect(section).toContain('deletion, CCF: median ≤ 12.0 ms, longest ≤ 12.0 ms, of 1');
  expect(section).toContain('teardown, AEF: median 3.0 ms before');
  const x = [...section.matchAll(/cx="([\d.]+)"/g)].map(([, at]) => Number(at));
  expect(Math.min(...x)).toBe(190);
  expect(latencySection([play(undefined)]).text).toBe('');
});
