import { inSections } from '#services/classroom/people/access.ts';
import { many, type Queryable } from '#services/platform/database.ts';

/** An acceptance that goes on only after a person has done something. */
export interface StoppedAcceptance {
  readonly participant: string;
  readonly assignment: string;
  /** As the student is told. */
  readonly why: string;
  readonly at: Date;
}

/** Those of a course, newest first, at most 50; of these sections only, undefined: all. */
export async function stoppedAcceptances(
  db: Queryable,
  courseId: number,
  sections?: readonly string[],
): Promise<StoppedAcceptance[]> {
  return many<StoppedAcceptance>(
    db,
    `select coalesce(e.name, p.name) as participant, a.title as assignment, x.error as why, x.updated_at as at
     from acceptance x join assignment a on a.id = x.assignment_id join participant p on p.id = x.participant_id
       left join roster_entry e on e.participant_id = p.id
     where a.course_id = $1 and x.error is not null and x.step <> 'done' and ${inSections('p.id', '$2')}
     order by x.updated_at desc limit 50`,
    [courseId, sections ?? null],
  );
}
