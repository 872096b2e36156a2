import type { Queryable } from '#services/platform/database.ts';
import { requestReports } from '../reports/outbox.ts';

const subjectsSql = `
  select 'check-run' as kind, 'run:' || c.run_id as subject, s.repository_id
  from submission s join counted_run c on c.submission_id = s.id where s.assignment_id = $1
    and ($2::bigint[] is null or s.participant_id = any($2))
  union
  select 'comment', p.repository_id || '#' || p.number, p.repository_id
  from pull_request p join repository r on r.id = p.repository_id where r.assignment_id = $1 and p.open
    and ($2::bigint[] is null or r.participant_id = any($2))`;

/**
 * Wants everything told again that was told of an assignment's results, because points, visibility or what counts have
 * changed; of one participant, or of all. What reads as before is not sent: reports are compared with what GitHub has.
 */
export async function reportAssignmentAgain(
  tx: Queryable,
  assignmentId: number,
  participantId?: number,
): Promise<void> {
  await reportAgain(tx, assignmentId, participantId === undefined ? undefined : [participantId]);
}

/** The same of some participants; undefined: of all. */
export async function reportAgain(
  tx: Queryable,
  assignmentId: number,
  participants: readonly number[] | undefined,
): Promise<void> {
  await requestReports(tx, subjectsSql, [assignmentId, participants ?? null]);
}
