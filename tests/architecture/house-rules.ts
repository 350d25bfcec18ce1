/** Rules that a text can be held against line by line. Each breach is one sentence. */
import type { SourceFile, TextFile } from './project.ts';

/** The only folder that touches sockets, clock and dice. */
const WIRE = 'simulators/wire/';
/** Folders that may as well, and why. */
export const WITH_OWN_SOCKETS: Readonly<Record<string, string>> = {
  'harness/hooks/http.ts': 'a hook of the user is called as any program would call it; nothing of it is evidence',
  'tests/': 'they play foreign peers, and measure',
  'bench/': 'the floor is what Node does without us',
};

const SOCKETS = /^node:(net|tls|https?|http2|dgram)$/;
/** They read an address and open nothing. */
const HARMLESS: ReadonlySet<string> = new Set(['isIP', 'isIPv4', 'isIPv6']);
const CLOCK =
  /\bDate\.now\b|\bperformance\.(?:now|timeOrigin)\b|\bhrtime\b|\bnew Date(?:\(\s*\)|(?!\s*\())|(?<![.\w])Date\(\)/g;
const DICE = /\bMath\.random\b|\brandom(?:Bytes|UUID|Int|Fill|FillSync)\b|\bgetRandomValues\b/g;
const NETWORK = /(?<![.\w])(?:fetch|WebSocket|EventSource|XMLHttpRequest)\(/g;

/** Sockets opened, clocks read and dice thrown outside the wire layer. */
export function worldlyFiles(files: readonly SourceFile[]): string[] {
  const own = [WIRE, ...Object.keys(WITH_OWN_SOCKETS)];
  return files
    .filter(({ path }) => !own.some((folder) => path.startsWith(folder)))
    .flatMap(({ path, code, imports }) => [
      ...imports
        .filter(
          ({ from, names }) => SOCKETS.test(from) && !(names.length > 0 && names.every((name) => HARMLESS.has(name))),
        )
        .map(({ from, line }) => `${path}:${line} imports ${from}; go through simulators/wire`),
      ...linesOf(code, CLOCK).map((line) => `${path}:${line} reads a clock; take it from simulators/wire/clock.ts`),
      ...linesOf(code, DICE).map((line) => `${path}:${line} throws dice; take them from simulators/wire/dice.ts`),
      ...linesOf(code, NETWORK).map((line) => `${path}:${line} opens a connection; go through simulators/wire`),
    ]);
}

/** No file is longer, in lines. */
export const LONGEST = 300;

export function longFiles(files: readonly TextFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return lines > LONGEST ? [`${path} has ${lines} lines, the bound is ${LONGEST}; look for its second idea`] : [];
  });
}

/** What is unfinished says so with one of these. Written so that this file does not find itself. */
const UNFINISHED = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/g;

export function unfinishedFiles(files: readonly TextFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    linesOf(text, UNFINISHED).map((line) => `${path}:${line} is unfinished; finish it, or open an issue`),
  );
}

/** Folders of somebody's machine. */
const MACHINE_PATH = /(?<![\w.~/}-])\/(?:work|root|home|tmp|Users|mnt)(?=\/|\b)|(?<!\w)[A-Z]:\\Users\b/g;

export function machinePaths(files: readonly TextFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    linesOf(text, MACHINE_PATH).map((line) => `${path}:${line} names a folder of one machine; use a relative path`),
  );
}

/** Ways out of the type checker. */
const ESCAPES = /:\s*any\b|\bas\s+any\b|<\s*any\s*>|(?<=[\w)\]])!(?=[.;,)\]])/g;
/** Ways to silence it, or the linter. They stand in comments, so the whole text is searched; written as above. */
const SILENCERS = /@ts-(?:ignor[e]|nochec[k]|expect-erro[r])|biome-ignor[e]|eslint-disabl[e]/g;

export function escapes(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text, code }) => [
    ...linesOf(code, ESCAPES).map((line) => `${path}:${line} escapes the type checker; narrow the type`),
    ...linesOf(text, SILENCERS).map((line) => `${path}:${line} silences a checker; mend what it says`),
  ]);
}

function linesOf(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map(({ index }) => text.slice(0, index).split('\n').length);
}
