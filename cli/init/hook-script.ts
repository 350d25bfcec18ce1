/** The script that a target file of an AEF or an API invoker names as its hooks: executable, and failing until somebody fills it in. */
import { documentPath } from '../../harness/target/yaml/file.ts';
import type { Answers } from './target-text.ts';

export interface HookScript {
  /** Beside the target file. */
  readonly name: string;
  readonly text: string;
}

/** What each hook of a role has to do, and may answer. */
const TO_DO = {
  invoker: {
    onboard: 'onboard at "ccf"."apiRoot", trusting "ccf"."ca"; may print { "apiInvokerId": "…" }',
    invoke: 'call the service API of "aef"."serviceApi", by the security method that "method" names',
    trigger: 'offboard: clause 6.8, step 1',
  },
  aef: {
    start:
      'start the AEF at "ccf"."apiRoot"; prints { "serviceApi": "https://…", "notificationDestination": "https://…" }',
  },
};

/** The script that belongs to these answers; undefined where the target file names none. */
export function hookScript({ role, url }: Pick<Answers, 'role' | 'url'>): HookScript | undefined {
  if (role === 'invoker') return { name: 'invoker-hooks.sh', text: scriptText('invoker-hooks.sh', TO_DO.invoker) };
  if (role === 'aef' && url === undefined) return { name: 'start-aef.sh', text: scriptText('start-aef.sh', TO_DO.aef) };
  return undefined;
}

function scriptText(name: string, hooks: Readonly<Record<string, string>>): string {
  const cases = Object.entries(hooks).map(
    ([hook, what]) => `  ${hook})
    # ${what}
    echo "${name}: fill in what makes it ${hook}" >&2
    exit 1
    ;;`,
  );
  return `#!/bin/sh
# Makes the implementation under test act. What is to be done is one JSON object at stdin, and what is printed may be one: ${documentPath('hooks.md')}
# Exit code 0: done. Any other: it failed, and what stderr says last is told.
set -eu
task=$(cat)
hook=$(printf '%s' "$task" | sed -n 's/.*"hook": *"\\([a-z]*\\)".*/\\1/p')
case "$hook" in
${cases.join('\n')}
  *)
    echo "${name}: no such hook: $hook" >&2
    exit 1
    ;;
esac
`;
}
