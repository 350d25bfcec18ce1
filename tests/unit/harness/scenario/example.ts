import { scenarioParser } from '../../../../harness/scenario/parse.ts';
import type { Scenario } from '../../../../harness/scenario/scenario.ts';
import { formatProblem } from '../../../../harness/target/yaml/problem.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';

/** What the registries know in these tests. */
export const names = {
  given: ['invoker-onboarded', 'aef-subscribed', 'security-context'],
  actions: ['invoker.openSession', 'invoker.requestOffboarding', 'aef.goDown'],
  probes: ['old-certificate', 'trusted-invoker', 'profile'],
};

/** A scenario that uses every key. */
export const EXAMPLE = `id: ccf-offboarding
title: A CCF offboards an API invoker
under-test: ccf
methods: [oauth, psk]
tls: ['1.3', 1.2]
bystander: false
aefs: 2
requires: { retention: true }
given: [invoker-onboarded, aef-subscribed]
steps:
  - step: 0
    title: a session stands
    do: invoker.openSession
    expect: [S0-tls-session]
  - step: 2
    do: [aef.goDown, invoker.requestOffboarding]
  - step: 3
    probe: [old-certificate, profile]
    when: settled
    expect:
      - S3-aefpsk-deleted
      - S3-token-refused
  - step: 6
    await: tls-closed
    expect: [S6-torn-down]
`;

const parse = scenarioParser(names, loadLedger());

/** Reads a scenario's text: the scenario, or its problems as people see them. */
export function read(text: string): Scenario | string[] {
  const read = parse('scenarios/x.yaml', text);
  return Array.isArray(read) ? read.map(formatProblem) : read;
}

/** Reads a scenario that must be right. */
export function readRight(text: string): Scenario {
  const scenario = read(text);
  if (Array.isArray(scenario)) throw new Error(scenario.join('\n'));
  return scenario;
}
