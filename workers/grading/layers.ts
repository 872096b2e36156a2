import { posix } from 'node:path';
import { type FileTree, tree } from '#services/classroom/trees.ts';

/** A tree made of two, and the paths of the upper one that had no room in it. */
export interface Layered {
  readonly files: FileTree;
  readonly refused: readonly string[];
}

/**
 * Lays files over a base that always wins: a file where the base has a directory, a directory where it has a file, and
 * names that differ from one in the tree only in case are refused, so no file system or Go rule can make one path
 * stand for another.
 */
export function layer(base: FileTree, upper: FileTree): Layered {
  const taken = new Map<string, string>();
  const files = new Map(base);
  const refused: string[] = [];
  for (const path of base.keys()) claim(taken, path);
  for (const [path, content] of upper) {
    if (files.has(path) || !isFree(taken, path)) refused.push(path);
    else {
      claim(taken, path);
      files.set(path, content);
    }
  }
  return { files: tree(files), refused };
}

/** Every path and its directories, the latter with a `/` at the end, by their names in lower case. */
function claim(taken: Map<string, string>, path: string): void {
  for (const place of placesOf(path)) taken.set(keyOf(place), place);
}

function isFree(taken: ReadonlyMap<string, string>, path: string): boolean {
  return placesOf(path).every((place) => {
    const occupant = taken.get(keyOf(place));
    return occupant === undefined || (occupant === place && place.endsWith('/'));
  });
}

function placesOf(path: string): string[] {
  const directories: string[] = [];
  for (let dir = posix.dirname(path); dir !== '.' && dir !== '/'; dir = posix.dirname(dir)) directories.push(`${dir}/`);
  return [path, ...directories];
}

function keyOf(place: string): string {
  return place.replace(/\/$/, '').normalize('NFC').toLowerCase();
}
