/** `gate`: closes for what a policy does not let pass. */

import { type Command, InvalidArgumentError } from 'commander';
import { documentPath } from '../../harness/target/yaml/file.ts';
import { gateReasons, POLICIES, type Policy } from '../../reports/gate.ts';
import { headline } from '../../reports/headline.ts';
import { oneLine } from '../../reports/outcome.ts';
import { exitCodeOfReasons } from '../run/exit-code.ts';
import { REPORT, readReport } from './read.ts';

export function addGate(program: Command): void {
  program
    .command('gate')
    .description('pass or fail a finished run by a policy; for CI')
    .argument('[report]', 'conformance.json of the run', REPORT)
    .option('--policy <names>', `what closes the gate, separated by commas: ${POLICIES.join(', ')}`, policies, [
      'shall',
    ])
    .addHelpText('after', HELP)
    .action(gate);
}

const HELP = `
Policies:
  shall     a requirement with "shall" failed or could not be told; an error; a baseline that is not in order; nothing played
  should    that, and warnings and everything else that could not be told
  complete  that of "shall", and anything that was not looked at

Known deviations (see ${documentPath('ci.md')}) do not close the gate. One line for each reason; the last line counts.
Exit code: 0 open · 1 not conformant · 2 wrong command line or file · 3 only incomplete or untold · 4 error of the harness.`;

async function gate(path: string, { policy }: { readonly policy: readonly Policy[] }): Promise<void> {
  const report = await readReport(path);
  const reasons = gateReasons(report, policy);
  for (const { because, text } of reasons) console.log(oneLine(`${because}: ${text}`));
  console.log(oneLine(headline(report)));
  console.log(`Gate (${policy.join(', ')}): ${reasons.length === 0 ? 'open' : 'closed'}`);
  process.exitCode = exitCodeOfReasons(reasons);
}

function policies(text: string): Policy[] {
  return text.split(',').map((word) => {
    const policy = POLICIES.find((one) => one === word.trim());
    if (policy === undefined) throw new InvalidArgumentError(`Policies are ${POLICIES.join(', ')}.`);
    return policy;
  });
}
