import fc from 'fast-check';
import { expectationsFor } from '../../../../harness/scenario/scenario.ts';
import { expect, test } from '../../../support/test.ts';
import { SINGLE_LINE, yamlTexts } from '../target/yaml/yaml-texts.ts';
import { EXAMPLE, names, read, readRight } from './example.ts';

const at = (line: number, column: number) => ({ file: 'scenarios/x.yaml', line, column });

test('everything that a scenario can say is read, and located', () => {
  const { steps, ...head } = readRight(EXAMPLE);
  expect(head).toEqual({
    id: 'ccf-offboarding',
    title: 'A CCF offboards an API invoker',
    underTest: 'ccf',
    methods: ['psk', 'oauth'],
    oneMethod: false,
    tls: ['1.2', '1.3'],
    anyTls: false,
    bystander: false,
    aefs: 2,
    requires: { retention: true },
    given: ['invoker-onboarded', 'aef-subscribed'],
    location: at(1, 5),
  });
  expect(
    steps.map((step) => ({ ...step, expect: step.expect.map((one) => [one.requirement.id, one.location]) })),
  ).toEqual([
    {
      step: 0,
      title: 'a session stands',
      do: ['invoker.openSession'],
      probe: [],
      when: 'at-answer',
      await: undefined,
      expect: [['S0-tls-session', at(14, 14)]],
      location: at(11, 5),
    },
    {
      step: 2,
      title: undefined,
      do: ['aef.goDown', 'invoker.requestOffboarding'],
      probe: [],
      when: 'at-answer',
      await: undefined,
      expect: [],
      location: at(15, 5),
    },
    {
      step: 3,
      title: undefined,
      do: [],
      probe: ['old-certificate', 'profile'],
      when: 'settled',
      await: undefined,
      expect: [
        ['S3-aefpsk-deleted', at(21, 9)],
        ['S3-token-refused', at(22, 9)],
      ],
      location: at(17, 5),
    },
    {
      step: 6,
      title: undefined,
      do: [],
      probe: [],
      when: 'at-answer',
      await: 'tls-closed',
      expect: [['S6-torn-down', at(25, 14)]],
      location: at(23, 5),
    },
  ]);
});

test('what is not said has its default', () => {
  const text = 'id: x\ntitle: X\nunder-test: ccf\nmethod: pki\nsteps:\n  - step: 4\n    expect: [S4-success]\n';
  expect(readRight(text)).toMatchObject({
    methods: ['pki'],
    tls: ['1.2'],
    anyTls: true,
    bystander: true,
    aefs: 1,
    requires: {},
    given: [],
  });
});

test('a requirement is expected only with a method that it applies to', () => {
  const scenario = readRight(EXAMPLE);
  const ids = (method: 'psk' | 'oauth') => expectationsFor(scenario, method).map(({ requirement }) => requirement.id);
  expect(ids('psk')).toEqual(['S0-tls-session', 'S3-aefpsk-deleted', 'S6-torn-down']);
  expect(ids('oauth')).toEqual(['S0-tls-session', 'S3-token-refused', 'S6-torn-down']);

  const step = scenario.steps.find(({ step }) => step === 3);
  expect(step && expectationsFor(step, 'psk').map(({ requirement }) => requirement.id)).toEqual(['S3-aefpsk-deleted']);
});

test('a method with which nothing would be judged is told', () => {
  const psk = EXAMPLE.replace('[S0-tls-session]', '[S3-aefpsk-deleted]')
    .replace('    expect:\n      - S3-aefpsk-deleted\n      - S3-token-refused\n', '')
    .replace('    expect: [S6-torn-down]\n', '');
  expect(read(psk)).toEqual([
    'scenarios/x.yaml:4:11 with oauth nothing that is expected here would be judged; leave oauth out',
  ]);
});

test('no text makes the reader throw; what is not a scenario is told in single lines', () => {
  const words = ['id', 'title', 'under-test', 'method', 'steps', 'step', 'expect', 'S4-success', ...names.probes];
  fc.assert(
    fc.property(yamlTexts(EXAMPLE, words), (text) => {
      const result = read(text);
      if (!Array.isArray(result)) return result.steps.some((step) => step.expect.length > 0);
      return result.length > 0 && result.every((line) => SINGLE_LINE.test(line));
    }),
    { numRuns: 500 },
  );
});
