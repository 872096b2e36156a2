/** The solutions that an assignment brings along, as submissions, and what each must score. */

import type { Assignment, Criterion, WrongSolution } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import { scoreOf } from '#services/classroom/score.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';

export interface Candidate {
  /** `reference`, `starter`, `right/<name>`, `wrong/<name>`. */
  readonly name: string;
  readonly files: FileTree;
  /** Full marks, or at most so many points; never full ones then. */
  readonly expected: 'full' | { readonly atMost: number };
}

export interface Candidates {
  readonly graded: readonly Candidate[];
  /** Wrong solutions that only criteria notice whose checks do not exist yet, with the names of these criteria. */
  readonly undetectable: readonly { readonly name: string; readonly pending: readonly string[] }[];
}

/** For measured criteria, such as coverage and speed, and for rounding. */
const TOLERANCE = 2;

export function candidatesOf({ document, files }: Assignment): Candidates {
  const reference = subtree(files, 'reference');
  const { rubric, wrong, right } = document;
  const variant = (folder: string, remove: readonly string[]) =>
    tree([...reference, ...subtree(files, folder)].filter(([path]) => !remove.includes(path)));
  const pendingOf = (one: WrongSolution) => Object.keys(one.loses).filter((name) => isPending(rubric, name));
  const isDetectable = (one: WrongSolution) => pendingOf(one).length < Object.keys(one.loses).length;
  return {
    graded: [
      { name: 'reference', files: reference, expected: 'full' },
      { name: 'starter', files: subtree(files, 'starter'), expected: { atMost: maxScore(rubric) } },
      ...right.map(
        (one): Candidate => ({
          name: `right/${one.name}`,
          files: variant(`right/${one.name}`, one.remove),
          expected: 'full',
        }),
      ),
      ...wrong.filter(isDetectable).map((one) => ({
        name: `wrong/${one.name}`,
        files: variant(`wrong/${one.name}`, one.remove),
        expected: { atMost: boundOf(rubric, one) },
      })),
    ],
    undetectable: wrong
      .filter((one) => !isDetectable(one))
      .map((one) => ({ name: `wrong/${one.name}`, pending: pendingOf(one) })),
  };
}

/** What a wrong solution may score at most, recomputed over the criteria that can be judged. */
export function boundOf(rubric: readonly Criterion[], wrong: WrongSolution): number {
  const lost = rubric
    .filter((criterion) => criterion.state === 'judged')
    .reduce((sum, { name, points, penalty }) => sum + (wrong.loses[name] ?? 0) * (points + penalty), 0);
  const closed = rubric.some(({ name, state, gate }) => state === 'judged' && gate && (wrong.loses[name] ?? 0) >= 1);
  return closed ? 0 : Math.min(maxScore(rubric), maxScore(rubric) - lost + TOLERANCE);
}

/** Whether a score is what a candidate must have; a mistake must cost something, whatever the tolerance. */
export function holds({ expected }: Candidate, score: number, max: number): boolean {
  return expected === 'full' ? score === max : score <= expected.atMost && score < max;
}

/** Of a solution that the source policy refuses nobody learns what the tests say, unless nothing is what it must earn. */
export function hidesItsMistake({ expected }: Candidate): boolean {
  return expected === 'full' || expected.atMost > 0;
}

function maxScore(rubric: readonly Criterion[]): number {
  return scoreOf(automatic(rubric), []).maxScore;
}

function isPending(rubric: readonly Criterion[], name: string): boolean {
  return rubric.find((criterion) => criterion.name === name)?.state === 'pending';
}
