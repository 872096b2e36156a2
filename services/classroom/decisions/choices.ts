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
  const before = await replaceChoice(tx, staffsFor(place), submissionId, actor);
  const change = { before: before && { commit: before }, after: { commit: found.sha } };
  await note(tx, { courseId, actor, action: 'submission.choose', subject: subjectOf(place), ...change });
  return true;
}

/** Lets the rules say again which submission counts; false where staff has chosen none. */
export async function unchooseSubmission(tx: Queryable, place: Place, actor: Actor): Promise<boolean> {
  const before = await endChoice(tx, staffsFor(place));
  if (before === undefined) return false;
  const { courseId } = place;
  const change = { before: { commit: before } };
  await note(tx, { courseId, actor, action: 'submission.unchoose', subject: subjectOf(place), ...change });
  return true;
}

/** Who chose for whom: staff and student each have one choice, and either stands beside the other. */
export interface Whose {
  readonly participantId: number;
  readonly assignmentId: number;
  readonly byStaff: boolean;
}

function staffsFor({ participant, assignment }: Place): Whose {
  return { participantId: participant.id, assignmentId: assignment.id, byStaff: true };
}

/** Chooses a submission in place of what the same side chose before; answers the commit of that. */
export async function replaceChoice(
  tx: Queryable,
  whose: Whose,
  submissionId: number,
  { login }: Actor,
): Promise<string | undefined> {
  const before = await endChoice(tx, whose);
  const sql = 'insert into chosen_submission (submission_id, by_staff, chosen_by) values ($1, $2, $3)';
  await execute(tx, sql, [submissionId, whose.byStaff, login]);
  return before;
}

/** Answers the commit that was chosen. */
async function endChoice(tx: Queryable, { participantId, assignmentId, byStaff }: Whose): Promise<string | undefined> {
  const ended = await many<{ sha: string }>(
    tx,
    `update chosen_submission c set revoked_at = now() from submission s
     where s.id = c.submission_id and s.participant_id = $1 and s.assignment_id = $2 and c.by_staff = $3
       and c.revoked_at is null
     returning s.sha`,
    [participantId, assignmentId, byStaff],
  );
  return ended[0]?.sha;
}
