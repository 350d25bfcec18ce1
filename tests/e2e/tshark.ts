/** Wireshark's own eyes: what tshark reads out of a capture file, with nothing but the file. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const BOUND_MS = 20_000;

/** Why tshark cannot be asked; undefined when it can. */
export const NO_TSHARK = reasonAgainst();

function reasonAgainst(): string | undefined {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore', timeout: BOUND_MS });
    return undefined;
  } catch (error) {
    return `tshark does not run here (${error instanceof Error ? error.message.split('\n')[0] : error})`;
  }
}

/**
 * A row for each packet that passes the display filter, with these fields; several values of one field are joined by a comma. Checksums are
 * looked at as well, which Wireshark does not by default.
 */
export async function tshark(file: string, filter: string, fields: readonly string[]): Promise<string[][]> {
  const checking = ['ip', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  const wanted = fields.flatMap((field) => ['-e', field]);
  const { stdout } = await promisify(execFile)(
    'tshark',
    ['-r', file, ...checking, '-Y', filter, '-T', 'fields', ...wanted],
    { timeout: BOUND_MS },
  );
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
}

/** Numbers of the packets about which Wireshark has something to complain. */
export async function complaints(file: string): Promise<string[][]> {
  const filter = [
    'tcp.analysis.flags',
    '_ws.malformed',
    '_ws.unreassembled',
    'tls.ignored_unknown_record',
    'tcp.checksum.status == "Bad"',
    'ip.checksum.status == "Bad"',
  ].join(' || ');
  return tshark(file, filter, ['frame.number', '_ws.col.Info', '_ws.expert.message']);
}
