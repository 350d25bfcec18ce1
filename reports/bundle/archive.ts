/**
 * The archive of a bundle: a ZIP file that could not be otherwise.
 *
 * Files are stored as they are, in the order of their names, with fixed times. The same files make the same bytes, so that a reader can
 * make the archive again and compare: what is hidden between or behind the files, a second file of a name, another spelling of a
 * header, all are noticed. And what is not packed cannot be a bomb.
 */
import { unzipSync, type Zippable, zipSync } from 'fflate';

/** Files by their path in the archive, with `/`. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The archive is none of ours; the message is one sentence. */
export class ArchiveProblem extends Error {}

/** ZIP counts years from 1980, by the local clock; in the middle of a day no time zone has another date. */
const THEN = new Date(1980, 0, 2, 12);
/** More than any run has files. */
const MOST_FILES = 10_000;
/** Words of letters and digits; no segment begins with a dot, so that no path leaves the folder that it is unpacked in. */
const PATH = /^[A-Za-z0-9][\w.+-]*(?:\/[A-Za-z0-9][\w.+-]*)*$/;

/** Packs files. @throws {ArchiveProblem} for a path that no archive of ours may have. */
export function pack(files: Files): Uint8Array {
  const zippable: Zippable = {};
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    checkPath(path);
    zippable[path] = [bytes, { level: 0, mtime: THEN }];
  }
  return zipSync(zippable);
}

/** Reads what {@link pack} wrote, and nothing else. @throws {ArchiveProblem} when it is anything else. */
export function unpack(archive: Uint8Array): Files {
  const seen = new Set<string>();
  let total = 0;
  const entries = reading(() =>
    unzipSync(archive, {
      filter({ name, compression, originalSize, size }) {
        checkPath(name);
        total += size;
        if (seen.has(name)) throw new ArchiveProblem(`${name} is in the archive twice`);
        if (seen.size >= MOST_FILES) throw new ArchiveProblem(`the archive has more than ${MOST_FILES} files`);
        if (compression !== 0 || size !== originalSize) {
          throw new ArchiveProblem(`${name} is compressed, which no bundle is: was it packed again?`);
        }
        if (total > archive.length) throw new ArchiveProblem('the archive claims to hold more than it is long');
        seen.add(name);
        return true;
      },
    }),
  );
  const files = new Map(Object.entries(entries));
  if (Buffer.compare(pack(files), archive) !== 0) {
    throw new ArchiveProblem(
      'the archive is not as it was written: something was changed in, between or behind its files',
    );
  }
  return files;
}

function checkPath(path: string): void {
  if (!PATH.test(path)) throw new ArchiveProblem(`${JSON.stringify(path)} is no path that a bundle has`);
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ArchiveProblem) throw error;
    throw new ArchiveProblem('this is no ZIP archive, or only a part of one');
  }
}
