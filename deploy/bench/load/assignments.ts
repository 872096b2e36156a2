import { join } from 'node:path';
import type { Assignment, Criterion } from '#services/classroom/assignment/document.ts';
import { testsOf } from '#services/classroom/assignment/drop.ts';
import { readAssignment, readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { digestOf, type FileTree, subtree, tree } from '#services/classroom/trees.ts';
import { generate, SHAPES } from './generated.ts';

export const COURSE = join(import.meta.dirname, '../../../course');

/** Those of the course that have something of everything. */
const CHOSEN = ['m02-gradebook', 'm05-crawler', 'm14-fastlog'];

export const NAMES: readonly string[] = [...CHOSEN, ...SHAPES.map(({ name }) => name)];

/** An assignment by its name: one of the course, or a generated one. Throws InvalidInput when there is none. */
export async function loadAssignment(name: string): Promise<Assignment> {
  const shape = SHAPES.find((one) => one.name === name);
  return shape ? readAssignment(generate(shape), name) : withoutOutside(await readAssignmentDir(join(COURSE, name)));
}

/** Bare go starts no program as somebody else: tests from outside, and the criteria that have no others, are left out for all. */
function withoutOutside(assignment: Assignment): Assignment {
  if (assignment.outside.length === 0) return assignment;
  const folders = assignment.outside.map(({ dir }) => `tests/${dir}/`);
  const files = tree([...assignment.files].filter(([path]) => !folders.some((folder) => path.startsWith(folder))));
  const tests = testsOf(files);
  const hasTests = ({ check, options }: Criterion) => {
    const { run } = options as { readonly run?: string };
    return check !== 'tests' || run === undefined || tests.some((name) => new RegExp(run).test(name));
  };
  const document = { ...assignment.document, rubric: assignment.document.rubric.filter(hasTests) };
  return { ...assignment, files, document, outside: [], judging: digestOf(`${assignment.judging} without outside`) };
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
