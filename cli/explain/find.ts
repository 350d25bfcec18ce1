/** From a name to its explanations. */
import { suggestion } from '../../harness/target/yaml/suggest.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { CliProblem } from '../problem.ts';
import type { Explanation } from './explanation.ts';
import { explainAction, explainFault, explainProbe, explainScenario, explainVariant } from './others.ts';
import { explainRequirement } from './requirement.ts';

interface Named {
  readonly id: string;
  /** The same with its node before it, `aef/keeps-aefpsk`: two nodes may have a fault of the same name. */
  readonly full: string;
  readonly explain: () => Explanation;
}

/** Every name that can be explained, in the order of the lists; some names mean more than one thing. */
export function explicable(catalogue: Catalogue): Named[] {
  const plain = (id: string, explain: () => Explanation): Named => ({ id, full: id, explain });
  return [
    ...catalogue.requirements.map((one) => plain(one.id, () => explainRequirement(one, catalogue))),
    ...catalogue.scenarios.map((one) => plain(one.id, () => explainScenario(one, catalogue))),
    ...catalogue.actions.map((one) => plain(one.id, () => explainAction(one))),
    ...catalogue.probes.map((one) => plain(one.id, () => explainProbe(one))),
    ...catalogue.faults.map((one) => ({
      id: one.id,
      full: `${one.role}/${one.id}`,
      explain: () => explainFault(one, catalogue),
    })),
    ...catalogue.variants.map((one) => ({
      id: one.id,
      full: `${one.role}/${one.id}`,
      explain: () => explainVariant(one),
    })),
  ];
}

/**
 * All that this name means.
 *
 * @throws {CliProblem} when it means nothing; the message names the nearest that does.
 */
export function explanationsOf(name: string, catalogue: Catalogue): Explanation[] {
  const all = explicable(catalogue);
  const lower = name.toLowerCase();
  const found = all.filter(({ id, full }) => [id.toLowerCase(), full.toLowerCase()].includes(lower));
  if (found.length > 0) return found.map(({ explain }) => explain());
  const known = [...new Set(all.flatMap(({ id, full }) => [id, full]))];
  const advice = suggestion(name, known) || '; "capif-conformance list requirements" lists those of the clause';
  throw new CliProblem(`explain: nothing is called ${JSON.stringify(name)}${advice}`, 2);
}
