/** How a diagnosis is told to people. */
import type { Finding, Status } from '../../harness/doctor/finding.ts';
import type { Playable } from '../../harness/doctor/playable.ts';
import { oneLine } from '../../reports/outcome.ts';

/** All that `doctor` found out. */
export interface Diagnosis {
  readonly target: string;
  readonly role: string;
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly scenarios: readonly Playable[];
}

const MARKS: Readonly<Record<Status, string>> = { ok: '✓', warning: '!', problem: '✗', skipped: '-' };

/** Ends with what it comes to, and a line end. Whatever a target wrote is on one line and drives no terminal. */
export function diagnosisText({ target, role, file, findings, scenarios }: Diagnosis): string {
  const runs = scenarios.filter(({ ways }) => ways.length > 0);
  const ruledOut = scenarios.filter(({ because }) => because.length > 0);
  const lines = [
    `${target} (${role})`,
    ...findings.map((finding) => line(finding, file)),
    '',
    `Scenarios that can be played: ${runs.length} of ${scenarios.length}`,
    ...ruledOut.map(({ scenario, ways, because }) => {
      const extent = ways.length === 0 ? 'not at all' : `only ${ways.join(', ')}`;
      return `- ${scenario}: ${extent}; ${because.join('; ')}`;
    }),
    '',
    verdict(findings),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

/** A problem is told as a run would tell it, so that either can be searched for. */
function line({ check, status, field, message }: Finding, file: string): string {
  const about = field === undefined ? `${check}: ` : `${file} ${field}: `;
  return `${MARKS[status]} ${about}${message}`;
}

function verdict(findings: readonly Finding[]): string {
  const problems = findings.filter(({ status }) => status === 'problem');
  if (problems.some(({ playable }) => playable === undefined))
    return `${problems.length} to be mended before a run can begin.`;
  if (problems.length > 0) {
    return `${problems.length} to be mended. A run can begin before that, and will not tell what rests on it.`;
  }
  const warnings = findings.filter(({ status }) => status === 'warning').length;
  return warnings > 0 ? `Ready; ${warnings} to look at, which may spoil verdicts.` : 'Ready.';
}
