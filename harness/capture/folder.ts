/** Whether captures are wanted, and where they go. */
import { rm } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE_THE_REPORTS = fileURLToPath(new URL('../../reports/out/pcap', import.meta.url));

/**
 * The folder for captures that `CAPIF_PCAPNG` asks for: `1` for `reports/out/pcap`, or a path (with a separator in it, so that a misspelt yes or
 * no is not taken for one), relative to the working directory. Undefined, which is the default: nothing is captured.
 *
 * @throws {Error} with one line when it says something else.
 */
export function captureFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const wish = env.CAPIF_PCAPNG ?? '';
  if (wish === '' || wish === '0') return undefined;
  if (wish === '1') return BESIDE_THE_REPORTS;
  if (wish.includes('/') || wish.includes(sep)) return resolve(wish);
  throw new Error(`CAPIF_PCAPNG is "${wish}": use 1 for reports/out/pcap, a folder such as ./${wish}, or nothing`);
}

/** Removes what an earlier run left beside the reports. A folder that the user named is the user's: files there are only replaced. */
export async function removeStaleCaptures(): Promise<void> {
  await rm(BESIDE_THE_REPORTS, { recursive: true, force: true });
}
