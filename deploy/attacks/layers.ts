/** Each layer off in turn: what attacks then reach, and what therefore only that layer stops. */

import type { Assignment } from '#services/classroom/assignment/document.ts';
import { submissionOf } from './corpus/assemble.ts';
import { type Assignments, assignmentOf, pendingReason, readAssignments } from './corpus/assignments.ts';
import { chosen } from './corpus/choose.ts';
import { type Case, CONTROLS, kindOf, readCorpus } from './corpus/read.ts';
import { inLanes } from './lanes.ts';
import type { Layer, Options } from './options.ts';
import { problemsOf } from './verdict.ts';
import { type Ground, gradeTree } from './ways/grading.ts';
import { type OpenGround, openGround } from './ways/ground.ts';
import { tryNaively } from './ways/try-naive.ts';
import { compiledOnce } from './weak/compiled.ts';
import { weakGround } from './weak/ground.ts';
import { weakImages } from './weak/images.ts';

/** Which layers are off; `naive` is another grader altogether. */
export type Column = readonly Layer[] | 'naive';

/** The columns of the whole table: the policy is off in all of them, because it alone would refuse most cases. */
const COLUMNS: readonly Column[] = [
  ['policy'],
  ['policy', 'records'],
  ['policy', 'uid'],
  ['policy', 'image'],
  ['policy', 'limits'],
  ['policy', 'records', 'uid'],
  ['policy', 'split'],
  ['policy', 'split', 'records'],
  ['policy', 'split', 'uid'],
  ['policy', 'split', 'image'],
  ['policy', 'split', 'mark'],
  ['policy', 'split', 'canaries'],
  ['policy', 'clock'],
  'naive',
];

export interface LayersRow {
  readonly case: Case;
  /** By column: what the attack reached, in words; empty: nothing. Undefined: it was not tried. */
  readonly reached: readonly (readonly string[] | undefined)[];
}

export interface LayersTable {
  readonly columns: readonly Column[];
  readonly rows: readonly LayersRow[];
  /** How many cases have layers at all; `rows` may be a sample of them. */
  readonly of: number;
}

export function nameOf(column: Column): string {
  return column === 'naive' ? 'naive' : column.join(', ');
}

export async function layersTable(
  options: Options,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<LayersTable> {
  const columns: readonly Column[] = options.layers ? COLUMNS : options.naive ? ['naive'] : [options.without];
  const assignments = await readAssignments();
  const layered = (await readCorpus()).filter(
    (one) => kindOf(one) === 'submission' && (options.naive || one.class !== CONTROLS),
  );
  const cases = chosen(
    options.sample !== undefined ? layered.filter((one) => canShow(one, assignments)) : layered,
    options,
  );
  const ground = await openGround(assignments, signal);
  try {
    const attempts = await attemptsOn(columns, assignments, ground);
    const reached = new Map<Case, (readonly string[] | undefined)[]>(cases.map((one) => [one, []]));
    // Case by case, because what all columns of one compile is compiled once.
    await inLanes(cases, options.lanes, async (one) => {
      for (const [c, attempt] of attempts.entries()) {
        const words = await attempt(one);
        reached.get(one)![c] = words;
        say(lineOf(columns[c]!, one, words));
      }
    });
    return { columns, rows: cases.map((one) => ({ case: one, reached: reached.get(one)! })), of: layered.length };
  } finally {
    await ground.close();
  }
}

function lineOf(column: Column, one: Case, words: readonly string[] | undefined): string {
  const said = words === undefined ? '-' : words.join('; ') || 'nothing';
  return `${nameOf(column).padEnd(22)} ${one.name.padEnd(42)} ${said}`;
}

/** A sample is not spent on cases that never reach anything, or that wait. */
function canShow(one: Case, assignments: Assignments): boolean {
  return one.head.neverSucceeds === undefined && !pendingReason(assignmentOf(one, assignments));
}

type Attempt = (one: Case) => Promise<readonly string[] | undefined>;

async function attemptsOn(
  columns: readonly Column[],
  assignments: Assignments,
  ground: OpenGround,
): Promise<readonly Attempt[]> {
  const images = await weakImages(ground.images);
  const compileOnce = compiledOnce(ground.sandbox);
  return columns.map((column) =>
    column === 'naive'
      ? naiveAttempt(assignments, ground)
      : weakAttempt(column, assignments, weakGround(ground, images, column, compileOnce)),
  );
}

function naiveAttempt(assignments: Assignments, ground: OpenGround): Attempt {
  return async (one) => {
    const outcome = await tryNaively(one, assignments, ground);
    return typeof outcome === 'string' ? undefined : outcome.success;
  };
}

function weakAttempt(column: readonly Layer[], assignments: Assignments, weak: Ground): Attempt {
  return async (one) => {
    const assignment = assignmentOf(one, assignments);
    if (isSame(column, assignment) || pendingReason(assignment)) return undefined;
    const outcome = await gradeTree(weak, assignment, submissionOf(one, assignment));
    // Findings of the policy cannot come, and nothing that is expected besides the points is a success.
    const { expect: _, ...head } = one.head;
    return problemsOf({ ...one, head }, outcome);
  };
}

/** Whether a column takes nothing away that judges this assignment. */
function isSame(column: readonly Layer[], { document }: Assignment): boolean {
  return (
    // Tests of a program are in a process of their own in any way.
    (column.includes('split') && document.judging === 'outside') ||
    (column.includes('clock') && document.rubric.every(({ check }) => check !== 'benchmarks')) ||
    (column.includes('canaries') && !document.allow.includes('os'))
  );
}
