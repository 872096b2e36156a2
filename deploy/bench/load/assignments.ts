import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignment, readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';
import { generate, SHAPES } from './generated.ts';

export const COURSE = join(import.meta.dirname, '../../../course');

/** Those of the course that have something of everything. */
const CHOSEN = ['m02-gradebook', 'm05-crawler', 'm14-fastlog'];

export const NAMES: readonly string[] = [...CHOSEN, ...SHAPES.map(({ name }) => name)];

/** An assignment by its name: one of the course, or a generated one. Throws InvalidInput when there is none. */
export async function loadAssignment(name: string): Promise<Assignment> {
  const shape = SHAPES.find((one) => one.name === name);
  return shape ? readAssignment(generate(shape), name) : readAssignmentDir(join(COURSE, name));
}

/**
 * The reference as student number `n` would have written it: every file of code differs from everybody else's, so that
 * no cache has its object.
 */
export function submissionOf({ files }: Assignment, n: number): FileTree {
  const own = [...subtree(files, 'reference')].map(([path, content], i): [string, Uint8Array] => {
    if (!path.endsWith('.go') || path.endsWith('_test.go')) return [path, content];
    return [path, Buffer.concat([content, Buffer.from(`\nfunc variant${n}of${i}() int { return ${n} }\n`)])];
  });
  return tree(own);
}
