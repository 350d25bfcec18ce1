/** Scenarios, actions, probes, faults and variants explained. */
import { ROLE_NAMES } from '../../reports/words.ts';
import type { Catalogue, NamedEntry, ProbeEntry, ScenarioEntry } from '../catalogue/catalogue.ts';
import type { FaultEntry, VariantEntry } from '../catalogue/deviations.ts';
import type { Place } from '../catalogue/place.ts';
import type { Explanation, Item, Section } from './explanation.ts';

const at = (place: Place | undefined): Section => ({
  heading: 'Where it is written',
  places: place === undefined ? [] : [place],
});

/** What a scenario does and lets us judge, step by step. */
export function explainScenario({ id, scenario, place }: ScenarioEntry, { actions, probes }: Catalogue): Explanation {
  const { underTest, methods, tls, aefs, bystander, requires, given, steps } = scenario;
  const describe = (as: NamedEntry['as'], name: string) =>
    [...actions, ...probes].find((one) => one.as === as && one.id === name)?.describe ?? '';
  const claims = Object.entries(requires).map(([name, value]) => `${name}: ${value}`);
  return {
    id,
    kind: 'scenario',
    title: `${scenario.title}.`,
    facts: [
      ['under test', ROLE_NAMES[underTest]],
      ['played with', `${methods.join(', ')} over TLS ${tls.join(', ')}`],
      ['with', `${aefs === 1 ? 'one AEF' : 'two AEFs'}${bystander ? ', and a bystander that must not be hurt' : ''}`],
      ...(claims.length === 0 ? [] : [['requires', `the claims ${claims.join(', ')}`] as const]),
      ['run it', `capif-conformance run --grep ${id}`],
    ],
    sections: [
      { heading: 'Given', items: given.map((name) => ({ name, text: describe('given', name) })), none: 'Nothing.' },
      ...steps.map((step): Section => {
        const items: Item[] = [
          ...step.do.map((name) => ({ name, text: describe('do', name) })),
          ...(step.await === undefined ? [] : [{ name: step.await, text: 'is waited for' }]),
          ...step.probe.map((name) => ({ name, text: describe('probe', name), note: step.when })),
          ...step.expect.map(({ requirement }) => ({ name: requirement.id, text: requirement.statement })),
        ];
        return { heading: `Step ${step.step}${step.title === undefined ? '' : `: ${step.title}`}`, items };
      }),
      at(place),
    ],
  };
}

/** What a precondition or action does, and who uses it. */
export function explainAction({ id, as, describe, scenarios, place }: NamedEntry): Explanation {
  return {
    id,
    kind: as === 'given' ? 'precondition' : 'action',
    title: `${describe}.`,
    facts: [['in a scenario', as === 'given' ? `given: [${id}], established before step 0` : `do: ${id}, in a step`]],
    sections: [usedBy(scenarios), at(place)],
  };
}

/** What a probe asks, when, and who uses it. */
export function explainProbe({ id, describe, harmless, control, scenarios, place }: ProbeEntry): Explanation {
  return {
    id,
    kind: 'probe',
    title: `${describe}.`,
    facts: [
      ['in a scenario', `probe: [${id}], in a step`],
      [
        'when',
        harmless
          ? 'at the answer or when settled'
          : 'only when settled: it writes, and could restore what is being deleted',
      ],
      ['control', control ? 'put before step 0 too, when it must be accepted' : 'an action or precondition records it'],
    ],
    sections: [usedBy(scenarios), at(place)],
  };
}

/** What a fault does, and which requirements notice. */
export function explainFault(fault: FaultEntry, { ledger }: Catalogue): Explanation {
  const rows = (ids: readonly string[]): Item[] =>
    ids.map((id) => ({ name: id, text: ledger.byId(id)?.statement ?? '' }));
  return {
    ...deviation(fault, 'fault'),
    sections: [
      { heading: 'Breaks', items: rows(fault.breaks), none: 'Nothing: it only keeps things from being told.' },
      { heading: 'What then cannot hold either', items: rows(fault.follows) },
      { heading: 'What then cannot be told', items: rows(fault.untold) },
      at(fault.place),
    ],
  };
}

/** What a variant does. It must stay green. */
export function explainVariant(variant: VariantEntry): Explanation {
  return {
    ...deviation(variant, 'variant'),
    sections: [{ heading: 'Breaks', text: 'Nothing: it uses a freedom of the specification.' }, at(variant.place)],
  };
}

function deviation({ id, role, describe }: VariantEntry, kind: 'fault' | 'variant'): Omit<Explanation, 'sections'> {
  return {
    id,
    kind,
    title: describe,
    facts: [
      ['of', `the simulated ${ROLE_NAMES[role]}`],
      ['try it', `capif-conformance simulate ${role} --${kind} ${id} --write-target ${role}.yaml`],
    ],
  };
}

function usedBy(scenarios: readonly string[]): Section {
  return { heading: 'Used by', items: scenarios.map((text) => ({ text })), none: 'No scenario yet.' };
}
