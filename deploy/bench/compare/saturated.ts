import type { Assignment } from '#services/classroom/assignment/document.ts';
import { submissionOf } from '../load/assignments.ts';
import type { Way } from '../ways/way.ts';

/** What a way does when there is always something to do in every lane. */
export interface Block {
  readonly way: string;
  readonly submissions: number;
  readonly seconds: number;
  /** Of each submission, from its turn to its result. */
  readonly latenciesMs: readonly number[];
}

/** Grades so many submissions, the assignments in turns, `lanes` at a time. `number` gives each a number of its own. */
export async function block(
  way: Way,
  assignments: readonly Assignment[],
  count: number,
  lanes: number,
  number: () => number,
): Promise<Block> {
  const latenciesMs: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const assignment = assignments[next++ % assignments.length]!;
      const submission = submissionOf(assignment, number());
      const began = performance.now();
      await way.grade(assignment, submission);
      latenciesMs.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  await way.settle();
  return { way: way.name, submissions: count, seconds, latenciesMs };
}
