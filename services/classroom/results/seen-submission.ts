import type { Queryable } from '#services/platform/database.ts';
import { lookOfParticipant } from '../grades/look.ts';
import { type Access, isAtLeast } from '../people/viewer.ts';
import { called } from './called.ts';
import { seenBy } from './seen.ts';
import type { SubmissionResult } from './submission.ts';

/** A submission as a page shows it to somebody with this access; undefined where the run looked at is for staff only. */
export async function seenSubmission(
  db: Queryable,
  access: Access,
  submission: SubmissionResult,
): Promise<SubmissionResult | undefined> {
  const named = await called(db, submission);
  return isAtLeast(access.role, 'observer') ? named : seenByStudent(db, named);
}

/** As its participant sees it, and as GitHub may be told, where a class can read along. */
export async function seenByStudent(
  db: Queryable,
  submission: SubmissionResult,
): Promise<SubmissionResult | undefined> {
  const { participant, assignment, run } = submission;
  const runs = submission.runs.filter(({ aside }) => !aside);
  if (run && !runs.some(({ id }) => id === run.id)) return undefined;
  const look = await lookOfParticipant(db, { participantId: participant.id, assignmentId: assignment.id });
  return { ...submission, runs, run: run && seenBy(run, look) };
}
