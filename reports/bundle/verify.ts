/** Checks a bundle, with nothing but the bundle and, for who made it, a public key. */
import type { KeyObject } from 'node:crypto';
import { ArchiveProblem, type Files, unpack } from './archive.ts';
import { evidenceProblems } from './evidence.ts';
import { MANIFEST, Manifest, manifestText, missingFiles, SIGNATURE, sha256, textOf } from './manifest.ts';
import { claimedKeyId, keyId, whyNotSigned } from './signature.ts';

/** What a bundle is worth. */
export interface Verification {
  /** One sentence for each thing that is not as it must be; the bundle is to be trusted only when there is none. */
  readonly problems: readonly string[];
  /** `unchecked`: it is signed, and nobody said by whom it should be. */
  readonly signature: 'none' | 'unchecked' | 'valid' | 'invalid';
  /** RFC 7638 thumbprint of the key; only what the signature claims unless it is `valid`. */
  readonly keyId: string | undefined;
  readonly manifest: Manifest | undefined;
}

/**
 * Verifies a bundle: nothing changed, nothing missing, nothing extra, and signed by this key if one is given.
 *
 * @throws {KeyProblem} for a key that cannot verify.
 */
export async function verify(archive: Uint8Array, publicKey: KeyObject | undefined): Promise<Verification> {
  const files = unpacked(archive);
  if (typeof files === 'string') return { problems: [files], signature: 'none', keyId: undefined, manifest: undefined };
  const manifest = readManifest(files);
  const problems = manifest === undefined ? [`${MANIFEST} is missing or none`] : listProblems(files, manifest);
  // A manifest that somebody made to fit does not miss what was left out.
  const absent = missingFiles(files).filter((problem) => !problems.includes(problem));
  const whole = problems.length + absent.length > 0 || manifest === undefined ? [] : contentProblems(files);
  const { unsigned, ...signed } = await signatureOf(files, publicKey);
  return {
    problems: [...problems, ...absent, ...whole, ...(unsigned === undefined ? [] : [unsigned])],
    ...signed,
    manifest,
  };
}

function unpacked(archive: Uint8Array): Files | string {
  try {
    return unpack(archive);
  } catch (error) {
    if (error instanceof ArchiveProblem) return error.message;
    throw error;
  }
}

function readManifest(files: Files): Manifest | undefined {
  try {
    return Manifest.parse(JSON.parse(textOf(files.get(MANIFEST))));
  } catch {
    return undefined;
  }
}

/** Files against the list of the manifest. */
function listProblems(files: Files, manifest: Manifest): string[] {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const extra = [...files.keys()].filter((path) => path !== MANIFEST && path !== SIGNATURE && !listed.has(path));
  const wrong = manifest.files.flatMap(({ path, size, sha256: hash }) => {
    const bytes = files.get(path);
    if (bytes === undefined) return [`${path} is missing`];
    return bytes.length === size && sha256(bytes) === hash ? [] : [`${path} was changed`];
  });
  return [...wrong, ...extra.map((path) => `${path} is extra: the manifest does not know it`)];
}

/** The manifest follows from the files, and the evidence belongs to the report. */
function contentProblems(files: Files): string[] {
  const problems = evidenceProblems(files);
  if (problems.length > 0 || manifestText(files) === textOf(files.get(MANIFEST))) return problems;
  return [`${MANIFEST} does not say what follows from the files`];
}

async function signatureOf(
  files: Files,
  publicKey: KeyObject | undefined,
): Promise<Pick<Verification, 'signature' | 'keyId'> & { unsigned?: string }> {
  const bytes = files.get(SIGNATURE);
  if (bytes === undefined) {
    const unsigned = 'the bundle is not signed, and was to be by this key';
    return { signature: 'none', keyId: undefined, ...(publicKey === undefined ? {} : { unsigned }) };
  }
  const signature = Buffer.from(bytes).toString('latin1');
  const claimed = claimedKeyId(signature);
  if (publicKey === undefined) return { signature: 'unchecked', keyId: claimed };
  const unsigned = await whyNotSigned(files.get(MANIFEST) ?? new Uint8Array(), signature, publicKey);
  if (unsigned !== undefined) return { signature: 'invalid', keyId: claimed, unsigned };
  return { signature: 'valid', keyId: await keyId(publicKey) };
}
