import { many, type Queryable } from '#services/platform/database.ts';
import { inSections } from '../people/access.ts';
import { calledSql } from '../results/called.ts';

/** A student's doubt about one criterion of a submission, and what came of it. */
export interface RegradeRequest {
  readonly id: number;
  readonly submissionId: number;
  readonly participant: { readonly id: number; readonly name: string };
  readonly assignment: { readonly slug: string; readonly title: string };
  readonly criterion: string;
  /** How the criterion is called now. */
  readonly criterionTitle: string;
  readonly reason: string;
  readonly askedAt: Date;
  readonly state: 'open' | 'granted' | 'declined';
  /** Login of who is to answer it; null: whoever comes first. */
  readonly dealtTo: string | null;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
}

const titleSql = `coalesce((select k ->> 'title' from assignment_version v
    cross join jsonb_array_elements(v.document -> 'rubric') k
    where v.id = coalesce(a.scored_by, a.current_version) and k ->> 'name' = q.criterion limit 1), q.criterion)`;

const requestSql = `
  select q.id, q.submission_id as "submissionId", json_build_object('id', p.id, 'name', ${calledSql}) as participant,
    json_build_object('slug', a.slug, 'title', a.title) as assignment, q.criterion, ${titleSql} as "criterionTitle", q.reason, q.asked_at as "askedAt",
    q.state, q.dealt_to as "dealtTo", q.answer, q.answered_by as "answeredBy", q.answered_at as "answeredAt"
  from regrade_request q join submission s on s.id = q.submission_id join assignment a on a.id = s.assignment_id
    join participant p on p.id = s.participant_id`;

/** The requests of a course that somebody of these sections may answer: open ones first, oldest first; at most 300. */
export async function requestsOfCourse(
  db: Queryable,
  courseId: number,
  sections: readonly string[] | undefined,
): Promise<RegradeRequest[]> {
  const sql = `${requestSql} where a.course_id = $1 and ${inSections('p.id', '$2')}
    order by q.state <> 'open', case q.state when 'open' then q.asked_at end, q.answered_at desc limit 300`;
  return many<RegradeRequest>(db, sql, [courseId, sections]);
}

/** Those about one submission, oldest first. */
export async function requestsAbout(db: Queryable, submissionId: number): Promise<RegradeRequest[]> {
  return many<RegradeRequest>(db, `${requestSql} where q.submission_id = $1 order by q.id`, [submissionId]);
}
