import { submissionOf } from '../corpus/assemble.ts';
import { type Assignments, assignmentOf, pendingReason } from '../corpus/assignments.ts';
import { type Case, kindOf } from '../corpus/read.ts';
import { fetchAndGrade } from './fetching.ts';
import { type Ground, gradeTree } from './grading.ts';
import type { Outcome } from './outcome.ts';
import type { Receiver } from './receiving.ts';
import { show } from './showing.ts';

/** Where cases of every kind can be tried; the receiver is opened with the first delivery. */
export interface Field {
  readonly assignments: Assignments;
  readonly ground: Ground;
  receiver(): Promise<Receiver>;
}

/** Tries one case in its assignment's own way; a string says why it has to wait. */
export async function tryCase(one: Case, { assignments, ground, receiver }: Field): Promise<Outcome | string> {
  const assignment = assignmentOf(one, assignments);
  switch (kindOf(one)) {
    case 'delivery':
      return (await receiver()).receive(one);
    case 'shown':
      return show(one, assignment);
    case 'tree':
      return fetchAndGrade(ground, one, assignment);
    case 'submission':
      return pendingReason(assignment) ?? gradeTree(ground, assignment, submissionOf(one, assignment));
  }
}
