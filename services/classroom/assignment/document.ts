import type { Limits, OutsidePackage, Visibility } from '#graders/check.ts';
import type { Digest, FileTree } from '../trees.ts';
import type { SealLock } from './lock.ts';

/** One row of the rubric, complete: defaults filled in, options validated by its check. */
export interface Criterion {
  /** Unique within the rubric. */
  readonly name: string;
  readonly title: string;
  /** The check's name. */
  readonly check: string;
  /** `manual`: a person gives its credit. `pending`: its check is not built yet; outside the maximum, and said so. */
  readonly state: 'judged' | 'manual' | 'pending';
  /** What full credit earns; 0 for a gate without points and for a penalty. */
  readonly points: number;
  /** What missing credit costs at most; 0 for ordinary criteria. */
  readonly penalty: number;
  /** Credit 0 makes the score 0, and later criteria are not reached. */
  readonly gate: boolean;
  readonly visibility: Visibility;
  readonly options: unknown;
  /** Tests that count for nobody to why, where its credit is a share of tests; see ../weighing.ts. */
  readonly drop?: Readonly<Record<string, string>>;
}

/** A planted wrong solution: the files under `wrong/<name>/` over the reference. */
export interface WrongSolution {
  readonly name: string;
  readonly mistake: string;
  /** Criterion to the share of it (0..1) that must be lost. */
  readonly loses: Readonly<Record<string, number>>;
  /** Files of the reference that it lacks. */
  readonly remove: readonly string[];
}

/** Another right solution: the files under `right/<name>/` over the reference; must score in full. */
export interface RightSolution {
  readonly name: string;
  readonly what: string;
  readonly remove: readonly string[];
}

/** `assignment.yaml`, validated. */
export interface AssignmentDocument {
  readonly slug: string;
  readonly title: string;
  readonly module: number | undefined;
  readonly summary: string;
  readonly topics: readonly string[];
  readonly go: string;
  readonly limits: Limits;
  /** Globs besides go.mod, go.sum and everything under tests/: the teacher's copy (from reference/) always wins. */
  readonly protected: readonly string[];
  /** What students' code may use beyond the defaults of the source policy; see graders/policy.ts. */
  readonly allow: readonly string[];
  /** How hidden tests reach the student's code; see lock.ts. */
  readonly judging: 'auto' | 'sealed' | 'shared' | 'outside';
  /** `owner/name` at GitHub: copied in place of the starter for whoever accepts. */
  readonly template?: string;
  /** The reference is no solution yet, and need not pass the hidden tests. Undefined in versions older than the word. */
  readonly unsolved?: boolean;
  /** That students' code can read the tests that it is linked with is accepted; see linked.ts. Undefined: it is not. */
  readonly readable?: boolean;
  readonly visibility: Visibility;
  readonly rubric: readonly Criterion[];
  readonly wrong: readonly WrongSolution[];
  readonly right: readonly RightSolution[];
}

/** An assignment folder, read: from a directory, or from the store on the server. */
export interface Assignment {
  readonly document: AssignmentDocument;
  /** Everything in the folder. */
  readonly files: FileTree;
  /** Names the folder's content in the store. */
  readonly bundle: Digest;
  /** Of all that changes verdicts: tests, starter, reference, limits, checks and their options but for weights. */
  readonly judging: Digest;
  /** Which tests run in a process without the student's code. */
  readonly lock: SealLock;
  /** Packages whose hidden tests start the student's program; the lock says nothing about them. */
  readonly outside: readonly OutsidePackage[];
  /** Of what only changes points: points, penalties, gates, visibility, titles, weights of tests, dropped tests. */
  readonly rules: Digest;
}
