import type { Queryable } from '#services/platform/database.ts';
import type { Attempt } from '../rules/grade.ts';
import { gradesOfParticipant } from './course.ts';
import type { OfAssignment } from './dates.ts';

/** How a submission stands among its participant's attempts: whether it counts, and how late it is. Undefined for practice. */
export async function attemptOfSubmission(
  db: Queryable,
  submissionId: number,
  { participantId, assignmentId }: OfAssignment,
): Promise<Attempt | undefined> {
  const grades = (await gradesOfParticipant(db, participantId))?.participants[0]?.grades;
  const own = grades?.find((grade) => grade.assignmentId === assignmentId);
  return own?.why.attempts.find((attempt) => attempt.submissionId === submissionId);
}
