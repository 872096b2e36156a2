import { many, type Queryable } from '#services/platform/database.ts';
import { inSections } from '../people/access.ts';

/** A test that failed and passed on the same code, in runs that count. */
export interface FlakyCase {
  readonly assignment: string;
  readonly case: string;
  /** Submissions in which it did. */
  readonly submissions: number;
  /** The newest of them. */
  readonly submissionId: number;
}

const flakySql = `
  select a.title as assignment, c.value ->> 'name' as "case", count(distinct s.id)::int as submissions,
    max(s.id) as "submissionId"
  from criterion_result e join run r on r.id = e.run_id
    join submission s on s.id = r.submission_id and s.counted_run = r.id join assignment a on a.id = s.assignment_id
    cross join lateral jsonb_array_elements(e.judgement -> 'cases') c
  where a.course_id = $1 and not a.retired and e.judgement @> '{"cases": [{"flaky": true}]}' and c.value -> 'flaky' = 'true'
    and ${inSections('s.participant_id', '$2')}
  group by a.id, c.value ->> 'name' order by a.position, submissions desc, "case" limit 100`;

/** Flaky cases of a course by assignment, those of most submissions first; at most 100; of sections only. */
export async function flakyCases(db: Queryable, courseId: number, sections?: readonly string[]): Promise<FlakyCase[]> {
  return many<FlakyCase>(db, flakySql, [courseId, sections ?? null]);
}
