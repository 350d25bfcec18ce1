/** The reports of a small run, on disk, and keys to sign them with. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { RunRecord } from '../../../../harness/evidence/run-record.ts';
import { conformanceOf } from '../../../../reports/conformance.ts';
import { writeEvidence, writeHtml, writeReports } from '../../../../reports/write.ts';
import { META, MIXED } from '../records.ts';

/** Writes what a run leaves into `folder`. */
export async function writeRun(folder: string, records: readonly RunRecord[] = MIXED): Promise<void> {
  const report = conformanceOf(records, META);
  await writeReports(report, folder);
  await writeEvidence(records, folder);
  await writeHtml(report, records, folder);
}

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const ED25519: Pair = generateKeyPairSync('ed25519');
export const OTHER: Pair = generateKeyPairSync('ed25519');

/** A pair of every kind that may sign. */
export const PAIRS: readonly (readonly [name: string, pair: Pair])[] = [
  ['Ed25519', ED25519],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
];
