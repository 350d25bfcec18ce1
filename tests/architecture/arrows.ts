/** Holds source files against the import table. Each breach is one sentence that says where, what and what to do. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Import } from './imports.ts';
import { type SourceFile, targetOf } from './project.ts';
import type { Row } from './table.ts';
import type { TOPS } from './tops.ts';

/** Imports that the table does not allow, and files in folders that it does not know. */
export function forbiddenImports(files: readonly SourceFile[], table: readonly Row[]): string[] {
  return files.flatMap((file) => {
    const row = rowOf(file.path, table);
    if (row === undefined) return [`${file.path}: its folder has no row in the import table; add one`];
    const { may } = row;
    if (may === 'anything') return [];
    return file.imports.flatMap((one) => {
      const target = targetOf(file, one);
      const inside = one.from.startsWith('.') && rowOf(target, table) === row;
      if (inside || isBuiltin(one.from) || allows(may, one, target)) return [];
      const how = one.typeOnly ? 'imports types of' : 'imports';
      return [`${file.path}:${one.line} ${how} ${target}; ${row.folder} may import ${Object.keys(may).join(', ')}`];
    });
  });
}

/** Imports of what nobody may depend on. */
export function importsOfTops(files: readonly SourceFile[], tops: typeof TOPS): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((one) => {
      const target = targetOf(file, one);
      return tops
        .filter(({ folder, onlyFrom }) => isIn(target, folder) && !onlyFrom.some((from) => isIn(file.path, from)))
        .map(({ folder }) => `${file.path}:${one.line} imports ${target}; nothing may depend on ${folder}`);
    }),
  );
}

/** Circles of imports that leave a folder, each told once, as the files on its shortest way. */
export function circles(files: readonly SourceFile[]): string[] {
  const next = new Map(files.map((file) => [file.path, file.imports.map((one) => targetOf(file, one))]));
  const found = new Map<string, string>();
  for (const [from, targets] of next) {
    for (const to of targets) {
      // Every circle that leaves a folder has an import that does.
      const way = posix.dirname(from) === posix.dirname(to) ? undefined : shortestWay(next, to, from);
      if (way !== undefined && !found.has(way.toSorted().join()))
        found.set(way.toSorted().join(), [from, ...way].join(' → '));
    }
  }
  return [...found.values()];
}

function shortestWay(next: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const path of cameFrom.keys()) {
    if (path === to) {
      const way = [path];
      for (let before = cameFrom.get(path); before !== undefined; before = cameFrom.get(before)) way.unshift(before);
      return way;
    }
    for (const other of next.get(path) ?? []) if (!cameFrom.has(other)) cameFrom.set(other, path);
  }
  return undefined;
}

function rowOf(path: string, table: readonly Row[]): Row | undefined {
  const fitting = table.filter(({ folder }) =>
    folder === '.' ? !path.includes('/') && !path.startsWith('..') : isIn(path, folder),
  );
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function allows(may: Readonly<Record<string, string>>, { typeOnly }: Import, target: string): boolean {
  return Object.keys(may).some((entry) => {
    const [, type, name = ''] = /^(type )?(.*)$/.exec(entry) ?? [];
    return isIn(target, name) && (typeOnly || type === undefined);
  });
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
