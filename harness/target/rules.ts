/** What a target file must and must not say for its role, where the schema sees one member at a time. */

import { interfaceAt } from '../../simulators/capif/service-api.ts';
import { DIALECT_NAMES } from '../../simulators/dialects/dialect.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import type { TargetFile } from './schema.ts';
import type { JsonSchema } from './yaml/json-schema.ts';
import { dotted, missing } from './yaml/schema-problems.ts';
import type { Breach, Path } from './yaml/source.ts';

type Role = TargetFile['role'];

/** What a role cannot do without: of each row, one key at least. */
const NEEDED: Readonly<Record<Role, readonly (readonly Path[])[]>> = {
  ccf: [[['endpoints', 'capif']], [['trust', 'ca']]],
  // An AEF registers at our CCF, so it is told by its start hook where that is, unless it is there already.
  aef: [
    [
      ['hooks', 'start'],
      ['endpoints', 'serviceApi'],
    ],
  ],
  // Only the invoker itself can begin step 1.
  invoker: [[['hooks', 'trigger']]],
  reference: [],
};

/** What would be read by nobody. */
const USELESS: Readonly<Record<Role, readonly Path[]>> = {
  ccf: [
    ['endpoints', 'serviceApi'],
    ['endpoints', 'notificationDestination'],
  ],
  aef: [
    ['endpoints', 'capif'],
    ['endpoints', 'onboarding'],
    ['identity', 'client'],
  ],
  invoker: [['endpoints'], ['identity', 'client']],
  reference: [['endpoints'], ['trust'], ['identity'], ['hooks'], ['storage']],
};

/** Everything that breaks a rule; `has` tells whether a key is written in the file. */
export function breaches(file: TargetFile, has: (path: Path) => boolean, schema: JsonSchema): Breach[] {
  const role = `role ${file.role}`;
  const lacking = [...NEEDED[file.role], ...credentials(file)].flatMap((choices): Breach[] => {
    const [first, ...others] = choices;
    if (first === undefined || choices.some(has)) return [];
    const alternative = others.map((path) => ` (or ${dotted(path)})`).join('');
    return [{ path: first, message: missing(first, schema, `, and ${role} needs it${alternative}`) }];
  });
  const superfluous = USELESS[file.role].filter(has).map((path) => ({
    path,
    message: `${dotted(path)}: has no meaning for ${role}; remove it`,
  }));
  return [
    ...lacking,
    ...superfluous,
    ...provider(file, has),
    ...dialect(file, has),
    ...destination(file),
    ...fewPorts(file),
    ...unpublishable(file),
  ];
}

/** Three AEFs at once, two ports each; or a CCF and an AEF for each TLS version, and an impostor. */
const PORTS_NEEDED = 8;

function fewPorts({ listen: { ports } }: TargetFile): Breach[] {
  if (ports === undefined || ports.length >= PORTS_NEEDED) return [];
  const path = ['listen', 'ports'];
  const message = `names ${ports.length}, and up to ${PORTS_NEEDED} are in use at once; name ${PORTS_NEEDED}, such as 40000-40007`;
  return [{ path, message: `${dotted(path)}: ${message}` }];
}

/** By what our nodes are let in at a CCF under test. */
const CREDENTIALS: readonly Path[] = [
  ['identity', 'onboardingCredential'],
  ['identity', 'registrationCredential'],
];

function credentials({ role, dialect, hooks }: TargetFile): readonly (readonly Path[])[] {
  // What an onboard hook needs, it knows itself.
  return role === 'ccf' && hooks.onboard === undefined && DIALECTS[dialect].provision.credential === 'configured'
    ? CREDENTIALS.map((path) => [path])
    : [];
}

/** What the dialect's own services want to be told. */
function provider({ role, dialect, hooks }: TargetFile, has: (path: Path) => boolean): Breach[] {
  const needs = role === 'ccf' && hooks.onboard === undefined ? Object.entries(DIALECTS[dialect].provision.needs) : [];
  return needs
    .map(([key, example]) => ({ path: ['identity', 'provider', key], key, example }))
    .filter(({ path }) => !has(path))
    .map(({ path, key, example }) => ({
      path,
      message: `${dotted(path)}: is missing, and dialect ${dialect} needs it; add ${key}: "${example}"`,
    }));
}

/** How a CAPIF core function speaks that this role meets; for role ccf it is the target's own. */
const SPOKEN: Readonly<Record<Role, readonly TargetFile['dialect'][]>> = {
  ccf: DIALECT_NAMES,
  aef: ['ts29222'],
  invoker: ['ts29222', 'opencapif'],
  reference: ['ts29222'],
};

function dialect({ role, dialect }: TargetFile, has: (path: Path) => boolean): Breach[] {
  const spoken = SPOKEN[role];
  if (dialect === 'ts29222' || (role !== 'ccf' && spoken.includes(dialect))) return [];
  if (role !== 'ccf') {
    const who =
      role === 'reference'
        ? 'the built-in nodes speak'
        : `role ${role} is tested with a CAPIF core function that speaks`;
    return [{ path: ['dialect'], message: `dialect: ${who} ${spoken.join(' or ')}, not ${dialect}; remove it` }];
  }
  return CREDENTIALS.filter(has).map((path) => ({
    path,
    message: `${dotted(path)}: has no meaning for dialect ${dialect}; remove it`,
  }));
}

function destination({ endpoints, claims }: TargetFile): Breach[] {
  if (!endpoints?.notificationDestination?.startsWith('http:') || claims.capif3 === 'nds-ip') return [];
  const path = ['endpoints', 'notificationDestination'];
  return [{ path, message: `${dotted(path)}: plain http needs claims.capif3: nds-ip; claim it, or use https` }];
}

/** Addresses to listen on that nobody can be told to connect to. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Our AEFs are published, with an address or a fully qualified domain name (TS 29.222 8.2.4.2.3). */
function unpublishable({ role, listen: { host, advertise } }: TargetFile): Breach[] {
  const path = ['listen', 'advertise'];
  const breach = (problem: string) => [{ path, message: `${dotted(path)}: ${problem}` }];
  if (advertise === undefined && EVERYWHERE.has(host)) {
    return breach(
      `is missing, and "${host}" is no address to connect to; name one by which the target reaches this machine`,
    );
  }
  if (role === 'aef') return [];
  const told = advertise ?? host;
  try {
    interfaceAt(told, 0);
    return [];
  } catch {
    return breach(`"${told}" is neither an address nor a fully qualified domain name; name one that is`);
  }
}
