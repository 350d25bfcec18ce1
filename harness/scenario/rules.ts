/**
 * What must hold across the members of a scenario file, where the schema sees one member at a time. Each rule is a
 * function from the file to what breaks it; the table at the end is the list of them.
 */
import { type Ledger, METHODS, type Method } from '../../scenarios/requirements/ledger.ts';
import type { Breach, Path } from '../target/yaml/source.ts';
import type { ScenarioFile } from './schema.ts';

type Rule = (file: ScenarioFile, ledger: Ledger) => Breach[];

/**
 * The methods that the file asks for, in either form. In the order of the clause, however they are written, so that tests
 * are always listed alike; where one of them will do, in the order of preference that the file has.
 */
export function methodsOf({ method, methods = [], 'one-method': one }: ScenarioFile): Method[] {
  if (one === true && method === undefined) return [...methods];
  return METHODS.filter((known) => known === method || methods.includes(known));
}

const methodOnce: Rule = ({ method, methods }) => {
  if (method !== undefined && methods !== undefined) {
    return [{ path: ['method'], message: 'method: is short for methods; keep one of the two' }];
  }
  if (method !== undefined || methods !== undefined) return [];
  return [{ path: ['methods'], message: `methods: is missing; add methods: [${METHODS.join(', ')}], or some of them` }];
};

const choiceOfMethods: Rule = ({ methods, 'one-method': one }) =>
  one === true && (methods === undefined || methods.length < 2)
    ? [{ path: ['one-method'], message: 'one-method: chooses among methods; list two or more there, or remove it' }]
    : [];

const noRepeats: Rule = ({ methods = [], tls = [], given = [], steps }) => [
  ...repeats(methods, ['methods']),
  ...repeats(tls, ['tls']),
  ...repeats(given, ['given']),
  ...steps.flatMap((step, index) => repeats(step.probe ?? [], ['steps', index, 'probe'])),
];

const stepsDoSomething: Rule = ({ steps }) =>
  steps.flatMap((step, index): Breach[] => {
    const path = ['steps', index];
    if (!step.do && !step.probe && !step.await && !step.expect) {
      return [{ path, message: 'this step is idle; give it one of do, probe, await, expect' }];
    }
    if (step.when === undefined || step.probe !== undefined) return [];
    return [{ path: [...path, 'when'], message: 'when: says when probes are put, and this step has no probe' }];
  });

const somethingExpected: Rule = ({ steps }) =>
  steps.some((step) => step.expect)
    ? []
    : [{ path: ['steps'], message: 'no step expects anything, so nothing would be judged; add expect: [S4-success]' }];

const expectedOnce: Rule = ({ steps }) => {
  const expected = steps.flatMap((step, at) =>
    (step.expect ?? []).map((id, index) => ({ id, path: ['steps', at, 'expect', index] })),
  );
  return expected.flatMap(({ id, path }, index) => {
    const earlier = expected.slice(0, index).some((other) => other.id === id);
    return earlier ? [{ path, message: `"${id}" is expected twice in this scenario; keep one` }] : [];
  });
};

const expectationsFit: Rule = (file, ledger) => {
  const methods = methodsOf(file);
  const role = file['under-test'];
  return file.steps.flatMap((step, at) =>
    (step.expect ?? []).flatMap((id, index): Breach[] => {
      const path = ['steps', at, 'expect', index];
      const requirement = ledger.byId(id);
      // An unknown id is the schema's to tell.
      if (!requirement) return [];
      if (!requirement.roles.includes(role)) {
        const roles = requirement.roles.join(', ');
        return [{ path, message: `"${id}" is a requirement on ${roles}, and under-test is ${role}` }];
      }
      if (methods.length === 0 || methods.some((method) => requirement.methods.includes(method))) return [];
      const only = requirement.methods.join(', ');
      return [{ path, message: `"${id}" applies to ${only}, and the scenario is played with ${methods.join(', ')}` }];
    }),
  );
};

/** A playing without a single check proves nothing. */
const everyMethodJudged: Rule = (file, ledger) => {
  const expected = file.steps.flatMap((step) => step.expect ?? []).flatMap((id) => ledger.byId(id) ?? []);
  if (expected.length === 0) return [];
  return methodsOf(file).flatMap((method): Breach[] => {
    // Of one that applies to none of the methods something is said already.
    if (expected.some(({ methods }) => methods.includes(method))) return [];
    if (!methodsOf(file).some((other) => expected.some(({ methods }) => methods.includes(other)))) return [];
    const path = file.methods === undefined ? ['method'] : ['methods', file.methods.indexOf(method)];
    return [{ path, message: `with ${method} nothing that is expected here would be judged; leave ${method} out` }];
  });
};

const RULES: readonly Rule[] = [
  methodOnce,
  choiceOfMethods,
  noRepeats,
  stepsDoSomething,
  somethingExpected,
  expectedOnce,
  expectationsFit,
  everyMethodJudged,
];

/** Everything that breaks a rule. */
export function breaches(file: ScenarioFile, ledger: Ledger): Breach[] {
  return RULES.flatMap((rule) => rule(file, ledger));
}

/** Every word of a list that stands in it already. */
function repeats(words: readonly string[], path: Path): Breach[] {
  return words.flatMap((word, index) =>
    words.indexOf(word) < index ? [{ path: [...path, index], message: `"${word}" is there twice; keep one` }] : [],
  );
}
