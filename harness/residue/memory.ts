/** Reads the memory of a running process into a sieve, where the system has Linux's /proc. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { codeOf, isGone } from './reasons.ts';
import type { Basin } from './sieve.ts';
import { OUT_OF_TIME, type TimeLeft } from './sources.ts';

/** A part of a process's memory, by its addresses; `end` belongs to it no more. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** Pages of the kernel's own, which are listed but cannot be read. */
const KERNELS_OWN = /\[(?:vvar\w*|vsyscall)\]$/;

/** The readable private regions of a `/proc/<pid>/maps`, neighbours joined: what is found across their border is found, too. */
export function regionsOf(maps: string): Region[] {
  const regions: { start: number; end: number }[] = [];
  for (const line of maps.split('\n')) {
    const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) r..p /.exec(line) ?? [];
    if (from === '' || KERNELS_OWN.test(line)) continue;
    const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    const last = regions.at(-1);
    if (last?.end === start) last.end = end;
    else regions.push({ start, end });
  }
  return regions;
}

/**
 * Reads every readable private region. Offsets are addresses. What the process shares with others is in files, and to be given as such.
 *
 * @returns why it could not be read to its end, if it could not.
 */
export async function readMemory(
  pid: number,
  sieve: Basin,
  begin: (address: number) => void,
  timeLeft: TimeLeft,
): Promise<string | undefined> {
  if (pid === process.pid)
    return 'is the harness itself, which has to know every credential; give the process of the target';
  let memory: FileHandle | undefined;
  try {
    const regions = regionsOf(await readFile(`/proc/${pid}/maps`, 'latin1'));
    memory = await open(`/proc/${pid}/mem`);
    for (const region of regions) {
      if (!(await readRegion(memory, region, sieve, begin, timeLeft))) return OUT_OF_TIME;
    }
    // An ended process that nobody has waited for has maps, but nothing in them.
    return regions.length > 0 ? undefined : 'has no memory that could be read; is it still running?';
  } catch (error) {
    if (isGone(error) || codeOf(error) === 'ESRCH') {
      return process.platform === 'linux'
        ? 'is not running; give the number of a process of this machine'
        : 'cannot be read: memory is read by /proc, which only Linux has';
    }
    return `may not be read (${codeOf(error)}); run the harness as the same user, and see kernel.yama.ptrace_scope`;
  } finally {
    await memory?.close();
  }
}

/** Pages are no smaller anywhere; where they are larger, some of them are tried more than once. */
const PAGE = 4096;

/** What a process's memory is read by. */
export interface Memory {
  read(into: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/**
 * Reads one region, page by page where some cannot be read. `begin` is called with the address from which what is read hangs together.
 *
 * @returns false when time is over.
 */
export async function readRegion(
  memory: Memory,
  { start, end }: Region,
  sieve: Basin,
  begin: (address: number) => void,
  timeLeft: TimeLeft,
): Promise<boolean> {
  let broken = true;
  for (let address = start; address < end; ) {
    if (timeLeft() === 0) return false;
    if (broken) begin(address);
    const { room } = sieve;
    const bytesRead = await readAt(memory, room, Math.min(room.length, end - address), address);
    broken = bytesRead === 0;
    // A page that cannot be read, such as one of a file that was cut short, says nothing of those after it.
    if (broken) address += PAGE - (address % PAGE);
    else sieve.advance(bytesRead);
    address += bytesRead;
  }
  return true;
}

/** How many bytes could be read; none where the page is not, or no longer, there. */
async function readAt(memory: Memory, room: Buffer, length: number, address: number): Promise<number> {
  try {
    return (await memory.read(room, 0, length, address)).bytesRead;
  } catch (error) {
    if (codeOf(error) === 'EIO') return 0;
    throw error;
  }
}
