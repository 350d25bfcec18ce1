/** The one sentence that says what a run proved and what it did not. */
import type { Conformance } from './conformance-schema.ts';
import { knownInWords } from './known-deviations.ts';
import { count, enumerate, ROLE_NAMES } from './words.ts';

/**
 * What was proved, with every requirement of the tested roles counted exactly once: the parts add up to the whole.
 * Neither a requirement that a claim rules out nor one that nobody judged reads as proved.
 */
export function headline(report: Conformance): string {
  const { summary, target, roles } = report;
  if (target === null) return 'Nothing was proved: no scenario left a record.';
  const whole = report.requirements.length + report.unjudged.length;
  const parts = [
    [summary.pass, were(summary.pass, 'proved to hold')],
    [summary.warn, 'gave a warning'],
    [summary.fail, 'failed'],
    [summary.inconclusive, 'could not be told'],
    [summary.error, 'ended in an error'],
    [summary.notApplicable, were(summary.notApplicable, 'ruled out by the claims of the target')],
    [summary.unjudged, were(summary.unjudged, 'judged by no scenario')],
  ] as const;
  const said = parts
    .filter(([number], index) => index === 0 || number > 0)
    .map(([number, words]) => `${number} ${words}`);
  const whose = enumerate(roles.map((role) => ROLE_NAMES[role]));
  return `${target.name}: of ${count(whole, 'requirement')} on the ${whose}, ${enumerate(said)}.${knownInWords(report)}`;
}

function were(number: number, words: string): string {
  return `${number === 1 ? 'was' : 'were'} ${words}`;
}
