/** The commented target file that `init` writes: short, for one role, with what else there is shown as comments. */
import { readFileSync } from 'node:fs';
import { documentPath } from '../../harness/target/yaml/file.ts';
import type { Role } from '../../scenarios/requirements/ledger.ts';
import { PROJECT } from '../catalogue/place.ts';
import { schemaLine } from '../schema-line.ts';

/** What a person says about the implementation. */
export interface Answers {
  readonly role: Role;
  /** As reports call it. */
  readonly name: string;
  /** Role ccf: apiRoot of the CAPIF APIs. Role aef: of the service API; none when the start hook brings it up. */
  readonly url: string | undefined;
  /** Role ccf: the file of its CA. */
  readonly ca: string | undefined;
}

/**
 * The text of a target file. Values are quoted as JSON, which YAML reads as what they are; placeholders are left to the environment.
 *
 * @param schema - Where the JSON Schema is, as seen from the file: editors complete and check by it.
 */
export function targetText(answers: Answers, schema: string): string {
  const { name, role } = answers;
  const head = [
    schemaLine(schema),
    `# What is tested, and how it is reached. "\${NAME}" is taken from the environment: keep secrets out of this file.`,
    '# Relative paths count from this folder. Check it with:   capif-conformance validate <this file>',
    `name: ${JSON.stringify(name)}`,
    `role: ${role}`,
  ].join('\n');
  return `${[head, ...ROLE_TEXT[role](answers), defaults('claims'), defaults('timing')].join('\n\n')}\n`;
}

const ROLE_TEXT: Readonly<Record<Role, (answers: Answers) => readonly string[]>> = {
  ccf: ({ url, ca }) => [
    `# Where its CAPIF APIs are; paths such as /service-apis/v1/… are appended.
endpoints:
  capif: ${JSON.stringify(url ?? 'https://ccf.example:443')}
  # Onboarding, provider registration and the CRL, if they are elsewhere:
  #onboarding: https://ccf.example:8443`,
    `# What issued its certificates: a PEM or PKCS#12 file, or a list of them.
trust:
  ca: ${JSON.stringify(ca ?? './ccf-ca.pem')}`,
    `# What lets our simulated nodes in.
identity:
  # Bearer token by which an API invoker is onboarded.
  onboardingCredential: "\${CAPIF_ONBOARDING_CREDENTIAL}"
  # regSec by which an API provider domain (an AEF and its APF) is registered.
  registrationCredential: "\${CAPIF_REGISTRATION_CREDENTIAL}"`,
    LISTEN,
  ],
  aef: ({ url }) => [
    url === undefined
      ? `# The AEF registers at our simulated CCF, so it is brought up by you, told where that CCF is (see ${documentPath('hooks.md')}).
hooks:
  start: { exec: ./start-aef.sh } # answers { "serviceApi", "notificationDestination" }
  #stop: { exec: ./stop-aef.sh }`
      : `# Where it is: the service API, and where it takes Event notifications.
endpoints:
  serviceApi: ${JSON.stringify(url)}
  #notificationDestination: https://aef.example:9443/notifications

# An AEF that has to be told where our simulated CCF is, is brought up by you instead (see ${documentPath('hooks.md')}):
#hooks:
#  start: { exec: ./start-aef.sh }`,
    LISTEN,
    STORAGE,
  ],
  invoker: () => [
    `# Only the API invoker itself can begin to offboard, so you make it act: each hook gets one JSON object at stdin (see ${documentPath('hooks.md')}).
hooks:
  onboard: { exec: ./invoker-hooks.sh }
  invoke: { exec: ./invoker-hooks.sh }
  trigger: { exec: ./invoker-hooks.sh }`,
    LISTEN,
    STORAGE,
  ],
};

const LISTEN = `# Where our simulated nodes listen. For a target on another machine: host 0.0.0.0, and a name by which it reaches us.
listen:
  host: 127.0.0.1
  #advertise: harness.example`;

const STORAGE = `# What is searched for left-over credentials afterwards.
#storage:
#  - path: ./data
#  - exec: ./dump-everything.sh`;

/** A section of the template, every line of it as a comment: what it says are the defaults. */
function defaults(section: string): string {
  const template = readFileSync(`${PROJECT}targets/template.yaml`, 'utf8');
  const block = template.split(/\n{2,}/).find((text) => new RegExp(`^${section}:`, 'm').test(text)) ?? '';
  return block
    .split('\n')
    .map((line) => (line.startsWith('#') ? line : `#${line}`))
    .join('\n');
}
