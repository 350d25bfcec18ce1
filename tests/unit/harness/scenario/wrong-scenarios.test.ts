/** What a person is told about a wrong scenario file: every line as it is printed. */
import { expect, test } from '../../../support/test.ts';
import { EXAMPLE, read } from './example.ts';

/** What is changed in the example, and what is said of it. */
const WRONG: [from: string, to: string, ...problems: string[]][] = [
  [
    '[old-certificate, profile]',
    '[old-certificat]',
    '18:13 unknown probe "old-certificat"; did you mean "old-certificate"?',
  ],
  [
    'invoker.openSession',
    'invoker.opensesion',
    '13:9 unknown action "invoker.opensesion"; did you mean "invoker.openSession"?',
  ],
  [
    '[aef.goDown, ',
    '[aef.goUp, ',
    '16:10 unknown action "aef.goUp"; known: invoker.openSession, invoker.requestOffboarding, aef.goDown',
  ],
  ['aef-subscribed]', 'aef-subscribe]', '9:28 unknown precondition "aef-subscribe"; did you mean "aef-subscribed"?'],
  [
    '- S3-token-refused',
    '- S3-token-refusd',
    '22:9 unknown requirement "S3-token-refusd"; did you mean "S3-token-refused"?',
  ],
  ['- S3-token-refused', '- S99-none', '22:9 unknown requirement "S99-none"'],
  [
    'under-test:',
    'undertest:',
    '1:1 under-test: is missing; add under-test: ccf',
    '3:1 unknown key "undertest"; did you mean "under-test"?',
  ],
  ['    await:', '    awiat:', '24:5 unknown key "awiat"; did you mean "await"?'],
  ['retention', 'retension', '8:13 unknown key "retension"; did you mean "retention"?'],
  ['retention: true', 'retention: yes', '8:24 requires.retention: expected true or false, saw "yes"'],
  ['under-test: ccf', 'under-test: amf', '3:13 under-test: cannot be "amf"; known: ccf, aef, invoker'],
  ['[oauth, psk]', '[oauth, pks]', '4:18 unknown method "pks"; known: psk, pki, oauth'],
  ['[oauth, psk]', '[psk, oauth, psk]', '4:23 "psk" is there twice; keep one'],
  ['[oauth, psk]', '[]', '4:10 methods: is empty; write e.g. methods: [psk]'],
  ['[oauth, psk]', 'psk', '4:10 methods: expected a list, saw "psk"; write e.g. methods: [psk]'],
  ['methods: [oauth, psk]\n', '', '1:1 methods: is missing; add methods: [psk, pki, oauth], or some of them'],
  [
    'methods: [oauth, psk]',
    'methods: [oauth, psk]\nmethod: psk',
    '5:9 method: is short for methods; keep one of the two',
  ],
  [
    'methods: [oauth, psk]',
    'methods: [oauth]\none-method: true',
    '5:13 one-method: chooses among methods; list two or more there, or remove it',
    '22:9 "S3-aefpsk-deleted" applies to psk, and the scenario is played with oauth',
  ],
  ["['1.3', 1.2]", "['1.1']", '5:7 unknown TLS version "1.1"; known: 1.2, 1.3'],
  ["['1.3', 1.2]", "['1.2', 1.2]", '5:14 "1.2" is there twice; keep one'],
  ["['1.3', 1.2]", '1.2', '5:6 tls: expected a list, saw 1.2; write e.g. tls: ["1.2", "1.3"]'],
  ['aefs: 2', 'aefs: 3', '7:7 aefs: cannot be 3; known: 1, 2'],
  ['bystander: false', 'bystander: no', '6:12 bystander: expected true or false, saw "no"'],
  [
    'id: ccf-offboarding',
    'id: CCF offboarding',
    '1:5 id: must be words of a-z and 0-9 joined by -, saw "CCF offboarding"; write e.g. id: ccf-offboarding-psk',
  ],
  ['id: ccf-offboarding', 'id: 12', '1:5 id: expected text, saw 12; write e.g. id: ccf-offboarding-psk'],
  [
    'title: A CCF offboards an API invoker',
    'title:',
    '2:7 title: expected text, saw nothing; write e.g. title: "A CCF offboards an API invoker"',
  ],
  ['step: 6', 'step: 11', '23:11 steps[3].step: expected a whole number from 0 to 10, saw 11'],
  ['step: 6', 'step: six', '23:11 steps[3].step: expected a whole number from 0 to 10, saw "six"'],
  ['step: 6', 'step: 6.5', '23:11 steps[3].step: expected a whole number from 0 to 10, saw 6.5'],
  [
    'do: invoker.openSession',
    'do: { a: b }',
    '13:9 steps[0].do: cannot be a mapping; known: invoker.openSession, invoker.requestOffboarding, aef.goDown',
  ],
  [
    'await: tls-closed',
    'await: [tls-closed]',
    '24:12 steps[3].await: cannot be a list; known: tls-closed, notification, quiet, settled, deletion',
  ],
  ['await: tls-closed', 'await: tls-close', '24:12 steps[3].await: cannot be "tls-close"; did you mean "tls-closed"?'],
  ['when: settled', 'when: later', '19:11 steps[2].when: cannot be "later"; known: at-answer, settled'],
  ['await: tls-closed', 'when: settled', '24:11 when: says when probes are put, and this step has no probe'],
  [
    '    do: [aef.goDown, invoker.requestOffboarding]\n',
    '',
    '15:5 this step is idle; give it one of do, probe, await, expect',
  ],
  ['[S6-torn-down]', '[S0-tls-session]', '25:14 "S0-tls-session" is expected twice in this scenario; keep one'],
  ['[S6-torn-down]', '[S9-torn-down]', '25:14 "S9-torn-down" is a requirement on aef, and under-test is ccf'],
  [
    'methods: [oauth, psk]',
    'methods: [psk]',
    '22:9 "S3-token-refused" applies to oauth, and the scenario is played with psk',
  ],
  [
    'title: a session',
    '&t title: a session',
    '12:5 anchors and aliases (&name, *name) are not read here; write the value out, or quote it',
  ],
  ['title: a session', 'step: 1\n    title: a session', '12:5 this key is there twice; keep one'],
  ['  - step: 2', '\t- step: 2', '15:1 a tab is used as indentation; YAML wants spaces'],
  [EXAMPLE, '', '1:1 is empty; a mapping of keys is expected'],
  [EXAMPLE, '- step: 0\n', '1:1 a mapping of keys (key: value) is expected at the top'],
  [EXAMPLE.slice(EXAMPLE.indexOf('steps:')), 'steps: []', '10:8 steps: is empty; write e.g. steps: [{ step: 0 }]'],
  [
    EXAMPLE.slice(EXAMPLE.indexOf('steps:')),
    'steps: [{ step: 2, do: aef.goDown }]',
    '10:8 no step expects anything, so nothing would be judged; add expect: [S4-success]',
  ],
];
for (const [from, to, ...problems] of WRONG) {
  test(`told: ${problems.join(' · ')}`, () => {
    expect(EXAMPLE).toContain(from);
    expect(read(EXAMPLE.replace(from, to))).toEqual(problems.map((problem) => `scenarios/x.yaml:${problem}`));
  });
}
