/** `bundle` and `verify`: a run as one file that can be kept, handed on and checked. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { BundleProblem, bundleOf, filesOfRun } from '../../reports/bundle/bundle.ts';
import { KeyProblem, keyId } from '../../reports/bundle/signature.ts';
import { type Verification, verify } from '../../reports/bundle/verify.ts';
import { oneLine } from '../../reports/outcome.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { EXIT_CODES } from '../run/codes.ts';
import { PASSPHRASE, readPrivateKey, readPublicKey } from './keys.ts';

/** Bytes; it is read whole. */
const LARGEST = 512 * 1024 * 1024;

/** With what every ZIP file that holds something begins. What does not is no bundle that was changed. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

export function addBundle(program: Command): void {
  program
    .command('bundle')
    .description('pack reports and evidence of the last run into one file, signed with a key of yours')
    .option('--from <folder>', 'folder with the reports of the run', 'reports/out')
    .option('--out <file>', 'file to write', 'conformance.zip')
    .option('--key <file>', `private key in PEM to sign with, - for stdin; its passphrase in ${PASSPHRASE}`)
    .addHelpText('after', BUNDLE_HELP)
    .action(bundle);
  program
    .command('verify')
    .description('check a bundle: nothing changed, missing or extra, and who signed it; needs no network')
    .argument('<file>', 'the bundle')
    .option('--key <file>', 'public key or certificate in PEM of who must have signed it')
    .addHelpText('after', VERIFY_HELP)
    .action(verifyFile);
}

const BUNDLE_HELP = `
The bundle is a ZIP file: reports, evidence, the ledger, and manifest.json with the claims of the target, the versions
and the SHA-256 of every file. The signature is manifest.jws. Keys: Ed25519, EC (P-256, P-384, P-521), RSA from 2048 bits.

Example:
  openssl genpkey -algorithm ed25519 -out signing.pem && openssl pkey -in signing.pem -pubout -out public.pem
  capif-conformance bundle --key signing.pem
  capif-conformance verify conformance.zip --key public.pem

Exit code: 0 written · 2 no whole run to bundle, wrong key or command line.`;

const VERIFY_HELP = `
Without --key it is told whether the bundle is signed, but not by whom: then anybody can have made it.
Exit code: 0 as it was written (and, with --key, signed by it) · 1 not · 2 wrong command line or file.`;

interface BundleOptions {
  readonly from: string;
  readonly out: string;
  readonly key?: string;
}

async function bundle({ from, out, key: path }: BundleOptions): Promise<void> {
  const key = path === undefined ? undefined : readPrivateKey(path);
  const files = await explained(() => filesOfRun(from));
  const archive = await explained(() => bundleOf(files, key));
  await writeFile(out, archive).catch((error: unknown) => {
    throw new CliProblem(`--out: ${out} cannot be written (${codeOf(error) ?? 'unwritable'})`, 2);
  });
  const signed = key === undefined ? 'not signed: anybody could have made it' : `signed by key ${await keyId(key)}`;
  console.log(`Written: ${out}, ${files.size} files, ${signed}`);
}

async function verifyFile(path: string, { key }: { readonly key?: string }): Promise<void> {
  const publicKey = key === undefined ? undefined : readPublicKey(key);
  const archive = await contentOf(path);
  const verification = await explained(() => verify(archive, publicKey));
  for (const line of verificationLines(path, verification)) console.log(oneLine(line));
  process.exitCode = verification.problems.length === 0 ? EXIT_CODES.conformant : EXIT_CODES.notConformant;
}

/** What is to be said of a bundle: what it holds, who signed it, and each problem. */
export function verificationLines(path: string, { problems, signature, keyId, manifest }: Verification): string[] {
  const signatures: Readonly<Record<Verification['signature'], string>> = {
    none: 'Not signed: anybody could have made it.',
    unchecked: `Signed, it says, by key ${keyId ?? 'without a name'}; not checked, since no --key was given.`,
    valid: `Signed by key ${keyId}.`,
    invalid: 'The signature is not valid.',
  };
  if (problems.length > 0) {
    return [...problems.map((problem) => `Wrong: ${problem}`), `${path} is not as it was written; do not rely on it.`];
  }
  const target = manifest?.target?.name ?? 'no target';
  const { harness, ledger, files, startedAt } = manifest ?? {};
  return [
    `${target}, tested ${startedAt ?? 'never'} by ${harness?.name} ${harness?.version} against ${ledger?.document}`,
    `${files?.length ?? 0} files: nothing changed, nothing missing, nothing extra.`,
    signatures[signature],
  ];
}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new CliProblem(`${path} is larger than ${LARGEST} bytes; that is no bundle`, 2);
    const bytes = await readFile(path);
    if (!ZIP.every((byte, index) => bytes[index] === byte))
      throw new CliProblem(`${path} is no ZIP file; name a bundle`, 2);
    return bytes;
  } catch (error) {
    if (error instanceof CliProblem) throw error;
    throw new CliProblem(`${path} cannot be read (${codeOf(error) ?? 'unreadable'}); name a bundle`, 2);
  }
}

/** What the user can put right, as such. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BundleProblem || error instanceof KeyProblem) throw new CliProblem(error.message, 2);
    throw error;
  }
}
