/** What an AEF holds of API invokers as files of one folder, for those that want to look for what offboarding left behind. */
import { join } from 'node:path';
import { FiledMap } from '../storage/filed-map.ts';
import { json } from '../storage/secret-files.ts';
import type { TrustedInvoker } from './trust-store.ts';

/**
 * Whom an AEF trusts, each as a file `api-invokers/APIINVOKERID.json` as long as it is trusted, and no longer: AEFPSK (hexadecimal), root
 * certificates, or what verifies access tokens. The tokens themselves are not kept, nor is a certificate.
 */
export function trustedIn(folder: string): Map<string, TrustedInvoker> {
  return new FiledMap({ folder: join(folder, 'api-invokers'), extension: '.json', textOf });
}

function textOf({ apiInvokerId, aefPsk, root, tokens }: TrustedInvoker): string {
  const verifying = typeof tokens === 'object' ? [...tokens] : tokens;
  return json({ apiInvokerId, aefPsk: aefPsk?.toString('hex'), root, tokens: verifying });
}
