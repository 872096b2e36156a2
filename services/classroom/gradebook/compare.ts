import { structuredPatch } from 'diff';
import type { SubmissionResult } from '../results/submission.ts';
import type { FileTree } from '../trees.ts';

/** A file that two attempts have differently; without hunks it is not shown, and `why` says so. */
export interface ChangedFile {
  readonly path: string;
  readonly hunks: readonly {
    readonly oldStart: number;
    readonly newStart: number;
    readonly lines: readonly string[];
  }[];
  readonly why: string | undefined;
}

export interface ChangedCase {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Bytes of a file above which its lines are not compared. */
const largest = 200_000;
/** Files whose lines are compared. */
const most = 40;
/** Work for one file: students' files are hostile, and comparing is quadratic. */
const effort = { context: 3, maxEditLength: 1500, timeout: 300 };

/** What became other between two attempts, by path. */
export function changedFiles(before: FileTree, after: FileTree): ChangedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const other = paths.filter((path) => Buffer.compare(before.get(path) ?? absent, after.get(path) ?? absent) !== 0);
  return other.map((path, i) => {
    if (i >= most) return { path, hunks: [], why: 'not compared: too many files changed' };
    return changed(path, before.get(path) ?? nothing, after.get(path) ?? nothing);
  });
}

function changed(path: string, old: Uint8Array, own: Uint8Array): ChangedFile {
  if (old.length > largest || own.length > largest) return { path, hunks: [], why: 'too large to be compared' };
  if (old.includes(0) || own.includes(0)) return { path, hunks: [], why: 'no text' };
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const patch = structuredPatch(path, path, text(old), text(own), undefined, undefined, effort);
  return patch ? { path, hunks: patch.hunks, why: undefined } : { path, hunks: [], why: 'other from top to bottom' };
}

/** Cases whose verdict is another one, by name. */
export function changedCases(before: Run, after: Run): ChangedCase[] {
  const [old, own] = [verdicts(before), verdicts(after)];
  const names = [...new Set([...old.keys(), ...own.keys()])].sort();
  return names
    .map((name) => ({ name, before: old.get(name), after: own.get(name) }))
    .filter((one) => one.before !== one.after);
}

type Run = SubmissionResult['run'];

function verdicts(run: Run): ReadonlyMap<string, string> {
  const cases = run?.criteria.flatMap(({ judgement }) => judgement?.cases ?? []) ?? [];
  return new Map(cases.map(({ name, verdict }) => [name, verdict]));
}

const nothing = new Uint8Array();
/** No file of Go begins like this. */
const absent = Buffer.from('\0absent');
