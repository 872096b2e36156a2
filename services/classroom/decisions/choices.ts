import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { type Place, subjectOf } from './overrides.ts';

/**
 * Says which submission counts, whatever the rules say. Answers false where the participant has no such submission of
 * this assignment.
 */
export async function chooseSubmission(
  tx: Queryable,
  place: Place,
  submissionId: number,
  actor: Actor,
): Promise<boolean> {
  const { courseId, participant, assignment } = place;
  const found = await maybe<{ sha: string }>(
    tx,
    'select sha from submission where id = $1 and participant_id = $2 and assignment_id = $3 for no key update',
    [submissionId, participant.id, assignment.id],
  );
  if (!found) return false;
  const before = await end(tx, place);
  const sql = 'insert into chosen_submission (submission_id, by_staff, chosen_by) values ($1, true, $2)';
  await execute(tx, sql, [submissionId, actor.login]);
  const change = { before: before && { commit: before }, after: { commit: found.sha } };
  await note(tx, { courseId, actor, action: 'submission.choose', subject: subjectOf(place), ...change });
  return true;
}

/** Lets the rules say again which submission counts; false where staff has chosen none. */
export async function unchooseSubmission(tx: Queryable, place: Place, actor: Actor): Promise<boolean> {
  const before = await end(tx, place);
  if (before === undefined) return false;
  const { courseId } = place;
  const change = { before: { commit: before } };
  await note(tx, { courseId, actor, action: 'submission.unchoose', subject: subjectOf(place), ...change });
  return true;
}

/** Ends what staff chose before; answers its commit. */
async function end(tx: Queryable, { participant, assignment }: Place): Promise<string | undefined> {
  const ended = await many<{ sha: string }>(
    tx,
    `update chosen_submission c set revoked_at = now() from submission s
     where s.id = c.submission_id and s.participant_id = $1 and s.assignment_id = $2 and c.by_staff and c.revoked_at is null
     returning s.sha`,
    [participant.id, assignment.id],
  );
  return ended[0]?.sha;
}
