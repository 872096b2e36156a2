/** Honest submissions behind an attack: they must get what they deserve, and nobody must see what is theirs. */
import { subtree, tree } from '#services/classroom/trees.ts';
import type { Assignments } from '../corpus/assignments.ts';
import { type Ground, gradeTree } from './grading.ts';
import { NEIGHBOUR_CANARY } from './ground.ts';

/** What is wrong with them, in words. The right solution holds a canary that no attack behind it may show. */
export async function neighbours(assignments: Assignments, ground: Ground): Promise<readonly string[]> {
  const assignment = assignments.get('pure')!;
  const reference = subtree(assignment.files, 'reference');
  const right = tree([...reference, ['tally/notes.go', Buffer.from(`package tally\n\n// ${NEIGHBOUR_CANARY}\n`)]]);
  const full = await gradeTree(ground, assignment, right);
  const none = await gradeTree(ground, assignment, subtree(assignment.files, 'starter'));
  return [
    ...(full.points === full.max && full.max > 0 ? [] : [`a right solution got ${full.points} of ${full.max}`]),
    ...(none.points === 0 ? [] : [`an untouched starter got ${none.points}`]),
    ...[full, none].flatMap(({ trouble }) => trouble ?? []),
    ...[...full.tampering, ...none.tampering].map((words) => `a neighbour is marked: ${words}`),
  ];
}
