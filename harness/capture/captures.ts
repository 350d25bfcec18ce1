/** A pcapng file for each scenario that is played in this process. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCapture } from '../../simulators/wire/capture.ts';
import { calendarMicros } from '../../simulators/wire/clock.ts';
import type { RunRecord } from '../evidence/run-record.ts';
import { makeFolder } from '../folders/make.ts';
import { CaptureArchive } from './archive.ts';
import { pcapngOf } from './pcapng.ts';

const OWNER_ONLY = { folder: 0o700, file: 0o600 };

/** Captures everything from its making on. For a process that plays one scenario after the other. */
export class Captures {
  readonly #archive = new CaptureArchive();
  readonly #folder: string;
  readonly #stop: () => void;

  /** @param folder - Where the files go; made if need be, for its owner's eyes only. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#stop = startCapture(this.#archive.sink);
  }

  /**
   * Writes the connections on the record's timeline, to their end: what clean-up did to them after the last step, too.
   *
   * @returns The file's path; undefined when there were none.
   */
  async save(
    record: Pick<RunRecord, 'scenario' | 'title' | 'method' | 'tls' | 'timeline'>,
  ): Promise<string | undefined> {
    const connections = record.timeline.flatMap((entry) => ('connection' in entry ? [entry.connection] : []));
    const traces = this.#archive.tracesOf(new Set(connections));
    this.#archive.dropClosed();
    if (traces.length === 0) return undefined;
    const name = `${record.scenario}-${record.method}-tls${record.tls}`;
    const content = pcapngOf(traces, {
      name,
      description: record.title,
      application: 'capif-conformance',
      calendar: calendarMicros,
    });
    const path = join(this.#folder, `${name}.pcapng`);
    makeFolder(this.#folder, OWNER_ONLY.folder);
    await writePrivately(path, content);
    return path;
  }

  /** Captures nothing any more. */
  stop(): void {
    this.#stop();
  }
}

/** In one step, and readable by nobody else at any moment, whatever was there before. */
async function writePrivately(path: string, content: Buffer): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await rm(unfinished, { force: true });
    await writeFile(unfinished, content, { flag: 'wx', mode: OWNER_ONLY.file });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
