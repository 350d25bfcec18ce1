/** Reads a file, or what a command prints, into a sieve. Each returns why it could not be read to its end, if it could not. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { startCommand } from '../hooks/command.ts';
import { isGone, reasonOf } from './reasons.ts';
import type { Basin } from './sieve.ts';

/** Milliseconds that are left; 0 when time is over. */
export type TimeLeft = () => number;

export const OUT_OF_TIME = 'was not read to its end: time was over; allow more, or give less to read';

/** It may have become a link or a pipe since it was listed: the one is not followed, the other not waited for. */
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads a file. One that vanished is no problem: nothing is kept there any more. */
export async function readFile(path: string, sieve: Basin, timeLeft: TimeLeft): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, READ_ONLY);
    if (!(await file.stat()).isFile()) return 'is no longer a file';
    while (timeLeft() > 0) {
      const { room } = sieve;
      const { bytesRead } = await file.read(room, 0, room.length);
      if (bytesRead === 0) return undefined;
      sieve.advance(bytesRead);
    }
    return OUT_OF_TIME;
  } catch (error) {
    return isGone(error) ? undefined : reasonOf(error);
  } finally {
    await file?.close();
  }
}

/**
 * Runs a command in `folder` and reads what it prints on stdout. What it says on stderr is left out of the reason: it may well
 * name what it dumps.
 */
export async function readOutput(
  command: string,
  folder: string,
  sieve: Basin,
  timeLeft: TimeLeft,
): Promise<string | undefined> {
  const timeoutMs = timeLeft();
  if (timeoutMs === 0) return OUT_OF_TIME;
  let reading = true;
  const onStdout = (chunk: Buffer) => {
    if (reading) sieve.write(chunk);
  };
  const running = startCommand(command, { folder, timeoutMs, onStdout });
  const { code, signal, timedOut, failure } = await running.ended;
  // What it may have left in the background must not write into the next place.
  reading = false;
  await running.end();
  if (timedOut) return OUT_OF_TIME;
  if (failure !== undefined) return `could not be started in ${folder} (${failure}); is the folder there?`;
  if (code === 0) return undefined;
  const how = code === undefined ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return `${how}, so its output may be incomplete; run it by hand in ${folder} to see why`;
}
