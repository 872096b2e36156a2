import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { FileTree } from '#services/classroom/trees.ts';

/** What one submission took. */
export interface Taken {
  /** From the files being there to the result being there. */
  readonly wallMs: number;
  /** Of the commands and programs, by the kernel's accounting of processes (rusage). */
  readonly commandSeconds: number;
  /** What did not end well, in words; the figures then mean nothing. */
  readonly trouble: readonly string[];
}

/** A way of grading, made ready for an assignment. */
export interface Way {
  readonly name: string;
  /** What it does, in one line. */
  readonly words: string;
  /** Does what belongs to the assignment; the submission is for ways that learn that from one. */
  prepare(assignment: Assignment, submission: FileTree): Promise<void>;
  grade(assignment: Assignment, submission: FileTree): Promise<Taken>;
  /** Resolves when nothing is left to do behind an answer, such as containers to be removed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
