/** Hidden tests that start the student's program as another process, by the packages that they import. */
import { posix } from 'node:path';
import type { OutsidePackage } from '#graders/check.ts';
import { type FileTree, subtree } from '../trees.ts';

/** What such tests import; see graders/kit. */
export const PROGRAMS = 'pushmark/kit/programs';

const IMPORT = new RegExp(`^\\s*(?:import\\s+)?(?:[\\w.]+\\s+)?["\`]${PROGRAMS}["\`]`, 'm');
const MAIN = /^package main\b/m;
const UNBUILT = /^\/\/go:build ignore\b/m;
/** Folders that Go leaves out of a module's packages. */
const LEFT_OUT = /(^|\/)(testdata|vendor|[._][^/]*)\//;

/** The package directories whose hidden tests are judged from outside, in order; each may start every program of the reference. */
export function outsidePackages(files: FileTree): readonly OutsidePackage[] {
  const programs = programsOf(subtree(files, 'reference'));
  const tests = [...subtree(files, 'tests')].filter(([path, content]) => isTest(path) && startsPrograms(content));
  return foldersOf(tests.map(([path]) => path)).map((dir) => ({ dir, programs }));
}

/** Whether a test file starts programs. */
export function startsPrograms(content: Uint8Array): boolean {
  return has(IMPORT, content);
}

/** Whether every hidden test starts the program, so that none is to be sealed. */
export function isAllOutside(files: FileTree, outside: readonly OutsidePackage[]): boolean {
  return outside.length > 0 && calledFolders(files, outside).length === 0;
}

/** What is wrong with how the tests are to be judged, in words; nothing when all is well. */
export function outsideProblems(
  files: FileTree,
  outside: readonly OutsidePackage[],
  judging: 'auto' | 'sealed' | 'shared' | 'outside',
): readonly string[] {
  const others = calledFolders(files, outside);
  const [first] = outside;
  if (judging === 'outside' && !isAllOutside(files, outside))
    return [
      `outside needs tests that start the program: import ${PROGRAMS} in ${others.map(shown).join(', ') || 'tests/'}, or say auto`,
    ];
  if (judging === 'shared' && first)
    return [`shared cannot be: the tests in ${shown(first.dir)} import ${PROGRAMS} and start the program; say auto`];
  if (first?.programs.length === 0)
    return [`the tests in ${shown(first.dir)} start a program, and reference/ has no package main`];
  return [];
}

/** Package directories with other hidden tests. */
function calledFolders(files: FileTree, outside: readonly OutsidePackage[]): readonly string[] {
  const dirs = foldersOf([...subtree(files, 'tests').keys()].filter(isTest));
  return dirs.filter((dir) => !outside.some((one) => one.dir === dir));
}

/** Package directories of programs. */
function programsOf(reference: FileTree): readonly string[] {
  const modules = foldersOf([...reference.keys()].filter((path) => posix.basename(path) === 'go.mod'));
  const nested = modules.filter((dir) => dir !== '.');
  const sources = [...reference].filter(([path, content]) => {
    const built = path.endsWith('.go') && !isTest(path) && !LEFT_OUT.test(path) && !has(UNBUILT, content);
    return built && !nested.some((dir) => path.startsWith(`${dir}/`)) && has(MAIN, content);
  });
  return foldersOf(sources.map(([path]) => path));
}

function isTest(path: string): boolean {
  return path.endsWith('_test.go');
}

function has(pattern: RegExp, content: Uint8Array): boolean {
  return pattern.test(Buffer.from(content).toString());
}

function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => posix.dirname(path)))].sort();
}

function shown(dir: string): string {
  return dir === '.' ? 'tests/' : `tests/${dir}`;
}
