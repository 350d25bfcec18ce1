/** A requirement explained: what it says, why, how it is seen, what counts, and where all that is written. */
import { enumerate, ROLE_NAMES, STEP_NAMES } from '../../reports/words.ts';
import { type Level, METHODS, type Requirement } from '../../scenarios/requirements/ledger.ts';
import type { Catalogue, RequirementEntry } from '../catalogue/catalogue.ts';
import type { Place } from '../catalogue/place.ts';
import type { Explanation } from './explanation.ts';
import { whatCounts } from './verdicts.ts';

const LEVELS: Readonly<Record<Level, string>> = {
  shall: 'shall: a breach fails',
  should: 'should: a breach warns',
  info: 'info: recorded, never judged against',
};

/** What there is to say about it. */
export function explainRequirement(entry: RequirementEntry, { ledger, scenarios }: Catalogue): Explanation {
  const { id, requirement, expected, faults } = entry;
  const judging = scenarios.filter((one) => entry.scenarios.includes(one.id));
  const place = (line: Place | undefined) => (line === undefined ? [] : [line]);
  return {
    id,
    kind: 'requirement',
    title: requirement.statement,
    facts: [
      ['clause', `${requirement.clause}: ${STEP_NAMES[requirement.step]}`],
      ['who', enumerate(requirement.roles.map((role) => ROLE_NAMES[role]))],
      ['level', LEVELS[requirement.level]],
      ['methods', requirement.methods.length === METHODS.length ? 'any' : requirement.methods.join(', ')],
      ['from', origin(requirement, ledger.changeRequest, ledger.release)],
    ],
    sections: [
      { heading: 'Why it matters', text: requirement.why },
      { heading: 'How it is observed', text: sentence(requirement.observed) },
      {
        heading: 'What must have worked before',
        text: requirement.control === 'none' ? 'Nothing.' : sentence(requirement.control),
      },
      {
        heading: 'What counts',
        items: whatCounts(requirement, expected ?? requirement.statement, judging).map(([name, text]) => ({
          name,
          text,
        })),
      },
      { heading: 'Usual causes of failure', items: requirement.causes.map((text) => ({ text })) },
      {
        heading: 'Faults that break it',
        items: faults.map((fault) => ({
          name: fault.id,
          text: fault.describe,
          note: fault.role,
          places: place(fault.place),
        })),
        none: 'None of the simulated nodes has one.',
      },
      {
        heading: 'Scenarios that judge it',
        items: judging.map((one) => ({ name: one.id, text: one.scenario.title, places: [one.place] })),
        none: 'None yet.',
      },
      {
        heading: 'Where it is judged',
        places: [...place(entry.place), ...entry.reasoning],
      },
    ],
  };
}

function origin({ edition, basis }: Requirement, changeRequest: string, release: string): string {
  const from = {
    published: `the published clause (${release})`,
    'change-1': changeRequest,
    derived: 'derived: the clause does not say it in so many words',
  }[edition];
  return basis === undefined ? from : `${from}; basis: ${basis}`;
}

/** Members of the ledger begin in lower case and have no full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
