import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TlsIdentity } from '../../simulators/wire/types.ts';
import { readIdentity, UnusableIdentity, type WrittenIdentity } from './identity.ts';
import { type Environment, fillPlaceholders } from './placeholders.ts';
import { breaches } from './rules.ts';
import { TargetFile, targetJsonSchema } from './schema.ts';
import { secretsAmong } from './secrets.ts';
import type { Target, Trust } from './target.ts';
import { readTrust, WrongPassphrase } from './trust.ts';
import { displayed, reasonOf } from './yaml/file.ts';
import { formatProblem, type Problem } from './yaml/problem.ts';
import { dotted, schemaProblems } from './yaml/schema-problems.ts';
import { type Breach, type Path, placed, readYaml, type YamlSource } from './yaml/source.ts';

/**
 * A target file that cannot be used. The message is one line a problem: `targets/acme.yaml:7:3 trust.ca: …; fix`. It has
 * no stack, since it is about a file of the user's and not about our code.
 */
export class TargetProblem extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'TargetProblem';
    this.problems = problems;
    this.stack = this.message;
  }
}

const SHAPE = targetJsonSchema();

/**
 * Loads a target file, with all that it refers to.
 *
 * @throws {TargetProblem} whatever is wrong with it.
 */
export function loadTarget(path: string, env: Environment = process.env): Target {
  const file = displayed(path);
  return parseTarget(contentOf(path, file), { file, folder: dirname(resolve(path)), env });
}

/** Where a text that is to be a target file comes from. */
export interface TargetOrigin {
  /** How problems name it. */
  readonly file: string;
  /** Absolute; what relative paths in it count from. */
  readonly folder: string;
  readonly env: Environment;
}

/**
 * Reads the text of a target file.
 *
 * @throws {TargetProblem} whatever is wrong with it.
 */
export function parseTarget(text: string, { file, folder, env }: TargetOrigin): Target {
  const source = readYaml(file, text);
  if (Array.isArray(source)) throw new TargetProblem(source);
  const { data, filled, unfilled } = fillPlaceholders(source.data, env);
  raise(unfilled, source);
  const parsed = TargetFile.safeParse(data);
  if (!parsed.success) throw new TargetProblem(schemaProblems(parsed.error, source, SHAPE));
  raise(breaches(parsed.data, source.has, SHAPE), source);

  const { trust, identity } = parsed.data;
  const client = identity?.client && clientOf(identity.client, folder, source);
  const origin = { file, folder, secrets: secretsAmong(filled) };
  return assemble(parsed.data, trust && trustOf(trust, folder, source), client, origin);
}

/** Throws the breaches, each at its place in the file; nothing when there are none. */
function raise(breaches: readonly Breach[], source: YamlSource): void {
  if (breaches.length > 0) throw new TargetProblem(placed(breaches, source));
}

/** Reads every certificate that the file names; all that cannot be read is told at once. */
function trustOf(trust: NonNullable<TargetFile['trust']>, folder: string, source: YamlSource): Trust {
  const { verify, servername, passphrase } = trust;
  const unreadable: Breach[] = [];
  const read = (value: string, path: Path): string[] => {
    try {
      return readTrust(value, folder, passphrase);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'cannot be read';
      const about = error instanceof WrongPassphrase ? ['trust', 'passphrase'] : path;
      unreadable.push({ path: about, message: `${dotted(about)}: ${reason}` });
      return [];
    }
  };
  const at = ['trust', 'ca'];
  const ca =
    typeof trust.ca === 'string' ? read(trust.ca, at) : trust.ca.flatMap((one, index) => read(one, [...at, index]));
  raise(unreadable, source);
  return { ca, verify, servername };
}

/** By what our nodes are let in to onboard and register. */
function clientOf(client: WrittenIdentity, folder: string, source: YamlSource): TlsIdentity {
  try {
    return readIdentity(client, folder);
  } catch (error) {
    if (!(error instanceof UnusableIdentity)) throw error;
    const path = ['identity', 'client', error.member];
    throw new TargetProblem(placed([{ path, message: `${dotted(path)}: ${error.message}` }], source));
  }
}

function assemble(
  file: TargetFile,
  trust: Trust | undefined,
  client: TlsIdentity | undefined,
  origin: Pick<Target, 'file' | 'folder' | 'secrets'>,
): Target {
  const { name, dialect, claims, timing, hooks, endpoints, identify } = file;
  const { host, advertise = host, ports } = file.listen;
  const listen = { host, advertise, ...(ports && { ports }) };
  const storage = file.storage.map((place) =>
    place.path === undefined ? place : { ...place, path: resolve(origin.folder, place.path) },
  );
  const common = { ...origin, name, dialect, claims, timing, hooks, listen, identify, storage };
  const identity = { ...file.identity, provider: file.identity?.provider ?? {}, client };
  switch (file.role) {
    case 'ccf': {
      // The rules have seen to these; this tells the compiler, and would tell us if the rules forgot one.
      if (!endpoints?.capif || !trust) {
        throw new Error('a target of role ccf passed the rules without all that the role needs');
      }
      return {
        ...common,
        role: 'ccf',
        endpoints: { capif: endpoints.capif, onboarding: endpoints.onboarding ?? endpoints.capif },
        trust,
        identity,
      };
    }
    case 'aef': {
      const { serviceApi, notificationDestination } = endpoints ?? {};
      return { ...common, role: 'aef', endpoints: { serviceApi, notificationDestination }, trust, identity };
    }
    case 'invoker':
      return { ...common, role: 'invoker', trust, identity };
    case 'reference':
      return { ...common, role: 'reference' };
  }
}

function contentOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const message = `cannot be read (${reasonOf(error)}); a target file is expected there, targets/template.yaml shows one`;
    throw new TargetProblem([{ file, line: 0, column: 0, message }]);
  }
}
