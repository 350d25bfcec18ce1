/** Whether captures are wanted, and where they go. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** A capture, or what a process that was killed left of one. */
const CAPTURE = /\.pcapng(?:\.\d+\.tmp)?$/;

/**
 * The folder for captures that `CAPIF_PCAPNG` asks for: `1` for `pcap` beside the reports, or a path (with a separator in it, so that a misspelt
 * yes or no is not taken for one), relative to the working directory. Undefined, which is the default: nothing is captured.
 *
 * @param reports - The folder of the reports.
 * @throws {Error} with one line when it says something else.
 */
export function captureFolder(env: Readonly<Record<string, string | undefined>>, reports: string): string | undefined {
  const wish = env.CAPIF_PCAPNG ?? '';
  if (wish === '' || wish === '0') return undefined;
  if (wish === '1') return besideReports(reports);
  if (wish.includes('/') || wish.includes(sep)) return resolve(wish);
  throw new Error(
    `CAPIF_PCAPNG is "${wish}": use 1 for the folder pcap of the reports, a folder such as ./${wish}, or 0`,
  );
}

/** Removes the captures that an earlier run left beside the reports. Those in a folder that the user named are the user's. */
export function removeStaleCaptures(reports: string): void {
  const folder = besideReports(reports);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (CAPTURE.test(name)) rmSync(join(folder, name), { force: true });
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function besideReports(reports: string): string {
  return join(reports, 'pcap');
}
