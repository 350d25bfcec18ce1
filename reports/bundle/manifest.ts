/** The manifest of a bundle: what was tested by what, and the hash of every file. It follows from the files alone. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Conformance } from '../conformance-schema.ts';
import type { Files } from './archive.ts';

export const MANIFEST = 'manifest.json';
/** The signature over the manifest: a detached JWS in compact form (RFC 7515, appendix F). */
export const SIGNATURE = 'manifest.jws';
export const REPORT = 'conformance.json';
/** The rows that were judged by go along: who reads the bundle need not have the harness. */
export const LEDGER = 'ledger.yaml';
/** What no bundle is whole without, beside the evidence. */
export const REQUIRED = [REPORT, 'index.html', 'junit.xml', 'summary.md', LEDGER] as const;

/** A sentence for each file that a bundle must have and has not. */
export function missingFiles(files: Files): string[] {
  return REQUIRED.filter((path) => !files.has(path)).map((path) => `${path} is missing`);
}

export const Manifest = z.strictObject({
  schemaVersion: z.literal('1'),
  harness: Conformance.shape.harness,
  ledger: Conformance.shape.ledger,
  target: Conformance.shape.target.describe('With its claims.'),
  startedAt: Conformance.shape.startedAt,
  files: z
    .array(
      z.strictObject({
        path: z.string(),
        size: z.int().min(0).describe('In bytes.'),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .describe('Every other file of the bundle but the signature, by path.'),
});
export type Manifest = z.infer<typeof Manifest>;

/** What of a report the manifest repeats; a report of a later version may have more. */
const Told = Conformance.pick({ harness: true, ledger: true, target: true, startedAt: true });

/**
 * The manifest of these files, as text; a manifest or signature among them is left out.
 *
 * @throws {Error} when there is no report among them that could be read.
 */
export function manifestText(files: Files): string {
  const told = Told.parse(JSON.parse(textOf(files.get(REPORT))));
  const listed = [...files]
    .filter(([path]) => path !== MANIFEST && path !== SIGNATURE)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }));
  const { harness, ledger, target, startedAt } = told;
  const manifest: Manifest = { schemaVersion: '1', harness, ledger, target, startedAt, files: listed };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array());
}
