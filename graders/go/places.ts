import { dirname } from 'node:path/posix';
import type { Subject } from '../check.ts';

/** Where the judge unpacks trees; the paths of stacks and of `go vet -json` begin with it. */
const TREES = /^\/tmp\/trees\/[a-z]+(?:-\d+)?\//;

/** Turns a path that a tool printed into the student's file it means; undefined when it is not the student's. */
export type Places = (path: string) => string | undefined;

export function studentPlaces(subject: Pick<Subject, 'studentFiles'>): Places {
  const files = new Set(subject.studentFiles);
  return (path) => {
    const relative = path.replace(TREES, '').replace(/^\.\//, '');
    return files.has(relative) ? relative : undefined;
  };
}

/** The package directory of a file: `gradebook`, `.` for the root. */
export function directoryOf(file: string): string {
  return dirname(file);
}

/** The import path of a package directory. */
export function importPath(module: string, dir: string): string {
  return dir === '.' ? module : `${module}/${dir}`;
}

/** Whether a student's file is Go source that is built and is not a test. */
export function isSource(file: string): boolean {
  return file.endsWith('.go') && !file.endsWith('_test.go') && !isPassedOver(file);
}

/** Whether a student's file belongs to tests of the student's own that can be run. */
export function isTestSource(file: string): boolean {
  return file.endsWith('_test.go') && !isPassedOver(file);
}

/** Go passes over these by their names: what lies there is data of tests, or put aside. */
function isPassedOver(file: string): boolean {
  return /(?:^|\/)(?:testdata\/|[_.])/.test(file);
}

/** A case's name for people: `gradebook.TestTop/empty`, `TestTop` in the root package. */
export function caseName(dir: string, test: string): string {
  return dir === '.' ? test : `${dir}.${test}`;
}

/** A test as Go names one: `Testing` is none. A folder before it may hold dots, and so may a subtest after it. */
const TEST = /^(?:(.*?)\.)??((?:Test|Example|Fuzz|Benchmark)(?!\p{Ll})[\p{L}\p{N}_]*(?:\/.*)?)$/su;

/** What a case's name means: the reverse of `caseName`. */
export function readCaseName(name: string): { readonly dir: string; readonly test: string } {
  const [, dir = '.', test = name] = TEST.exec(name) ?? [];
  return { dir, test };
}

/** `TestTop` of `TestTop/empty`. */
export function topLevel(test: string): string {
  const slash = test.indexOf('/');
  return slash < 0 ? test : test.slice(0, slash);
}
