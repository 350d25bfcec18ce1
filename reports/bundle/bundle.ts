/** Puts a bundle together from the files of a run. */
import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Files, pack } from './archive.ts';
import { evidenceProblems } from './evidence.ts';
import { LEDGER, MANIFEST, manifestText, missingFiles, REPORT, REQUIRED, SIGNATURE } from './manifest.ts';
import { sign } from './signature.ts';

/** What of a run's folder goes into a bundle. Nothing else does: captures, say, hold secrets. */
const REPORTS = [...REQUIRED.filter((name) => name !== LEDGER), 'badge.svg'];
const EVIDENCE = 'evidence';
const LEDGER_FILE = fileURLToPath(new URL('../../scenarios/requirements/ts33122-6.8.yaml', import.meta.url));

/** The run left too little for a bundle; one sentence for each thing that is missing. */
export class BundleProblem extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The files of a run that go into a bundle, from the folder of its reports. @throws {BundleProblem} when some are missing. */
export async function filesOfRun(folder: string): Promise<Files> {
  const reports = await Promise.all(REPORTS.map((name) => readIfThere(name, join(folder, name))));
  const names = await readdir(join(folder, EVIDENCE)).catch((error: unknown) => orNone(error, []));
  const records = names.filter((name) => name.endsWith('.json')).map((name) => `${EVIDENCE}/${name}`);
  const evidence = await Promise.all(records.map((path) => readIfThere(path, join(folder, path))));
  const ledger = await readIfThere(LEDGER, LEDGER_FILE);
  const files = new Map([...reports, ...evidence, ledger].flatMap((file) => (file === undefined ? [] : [file])));
  const problems = files.has(REPORT)
    ? [...missingFiles(files), ...evidenceProblems(files)]
    : [`${REPORT} is missing: play first`];
  if (problems.length > 0) throw new BundleProblem(problems);
  return files;
}

/** The bundle of these files, signed if there is a key. The same files and an Ed25519 key make the same bytes. */
export async function bundleOf(files: Files, key: KeyObject | undefined): Promise<Uint8Array> {
  const manifest = Buffer.from(manifestText(files));
  const signature = key === undefined ? undefined : Buffer.from(await sign(manifest, key));
  return pack(new Map([...files, [MANIFEST, manifest], ...(signature ? [[SIGNATURE, signature] as const] : [])]));
}

async function readIfThere(name: string, path: string): Promise<[string, Uint8Array] | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => orNone(error, undefined));
  return bytes === undefined ? undefined : [name, bytes];
}

function orNone<T>(error: unknown, none: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return none;
  throw error;
}
