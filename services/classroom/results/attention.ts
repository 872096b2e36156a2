import { type StoppedAcceptance, stoppedAcceptances } from '#services/classroom/accepting/stopped.ts';
import { many, one, type Queryable } from '#services/platform/database.ts';
import { isMarked } from '../marking/progress.ts';
import { markingFor } from '../marking/work.ts';
import { inSections } from '../people/access.ts';
import type { Access } from '../people/viewer.ts';
import { givenUp, givenUpFor } from '../runs/retry.ts';
import { isPlaceOf } from '../setup/followed.ts';
import { calledSql } from './called.ts';
import { type Feedback, feedbackOfLastHour } from './feedback.ts';
import { type FlakyCase, flakyCases } from './flaky.ts';

/** What of a course needs somebody to look at it. */
export interface Attention {
  /**
   * Pushes that belong to nobody or to no assignment yet, newest first, at most 50; only for who sees the whole course.
   * Those of no course: for who owns them, by the organisation, and for administrators.
   */
  readonly unmatched: readonly Unmatched[];
  /**
   * Runs that failed on our side and were given up, or whose files GitHub did not give us and nothing newer came, newest
   * first, at most 200; of one's sections.
   */
  readonly errored: readonly ErroredRun[];
  /** Of one's sections. */
  readonly stopped: readonly StoppedAcceptance[];
  /** Of one's sections. */
  readonly flaky: readonly FlakyCase[];
  readonly feedback: Feedback;
  readonly undecided: Undecided;
}

/** What somebody has to decide; changes move grades of the whole course, requests are of one's sections. */
export interface Undecided {
  readonly changes: number;
  readonly requests: number;
  /** Submissions that a person is still to mark, of one's sections. */
  readonly marks: number;
}

export interface ErroredRun {
  readonly runId: number;
  readonly submissionId: number;
  readonly participant: string;
  readonly assignment: string;
  /** Our trouble; else GitHub's answer. */
  readonly ours: boolean;
  /** As students are told. */
  readonly why: string;
  readonly at: Date;
}

export interface Unmatched {
  readonly repositoryId: number;
  readonly repository: string;
  readonly reason: string;
  readonly pushes: number;
  readonly lastAt: Date;
}

const unmatchedSql = `
  select r.id as "repositoryId", r.owner || '/' || r.name as repository, r.match_reason as reason, count(h.id)::int as pushes,
    max(h.received_at) as "lastAt"
  from repository r join hand_in h on h.repository_id = r.id
  where r.assignment_id is null and (r.course_id = $1
      or (r.course_id is null and ($2 or exists (select from course c
        cross join jsonb_array_elements_text(c.document -> 'organisations') o where c.id = $1 and o = lower(r.owner)))))
    -- A repository that courses come from is nobody's work.
    and not exists (select from setting where ${isPlaceOf("r.owner || '/' || r.name")})
  group by r.id order by max(h.received_at) desc limit 50`;

const erroredSql = `
  select r.id as "runId", s.id as "submissionId", ${calledSql} as participant, a.title as assignment,
    r.state = 'errored' as ours, coalesce(${givenUpFor}, 'no cause was kept') as why, coalesce(r.finished_at, r.created_at) as at
  from run r join submission s on s.id = r.submission_id join participant p on p.id = s.participant_id
    join assignment a on a.id = s.assignment_id
  where a.course_id = $1 and ${givenUp} and ${inSections('p.id', '$2')}
    and (r.state = 'errored' or not exists (select from submission newer where newer.assignment_id = s.assignment_id
      and newer.repository_id = s.repository_id and newer.id > s.id))
  order by at desc limit 200`;

const undecidedSql = `
  select (select count(*) from proposal p join assignment a on a.id = p.assignment_id
      where a.course_id = $1 and p.state = 'open')::int as changes,
    (select count(*) from regrade_request q join submission s on s.id = q.submission_id
      join assignment a on a.id = s.assignment_id
      where a.course_id = $1 and q.state = 'open' and ${inSections('s.participant_id', '$2')})::int as requests`;

export async function findAttention(
  db: Queryable,
  { course, sections, admin = false }: Pick<Access, 'course' | 'sections' | 'admin'>,
): Promise<Attention> {
  return {
    unmatched: sections ? [] : await many<Unmatched>(db, unmatchedSql, [course.id, admin]),
    errored: await many<ErroredRun>(db, erroredSql, [course.id, sections ?? null]),
    stopped: await stoppedAcceptances(db, course.id, sections),
    flaky: await flakyCases(db, course.id, sections),
    feedback: await feedbackOfLastHour(db, course.id),
    undecided: {
      ...(await one<Omit<Undecided, 'marks'>>(db, undecidedSql, [course.id, sections ?? null])),
      marks: (await markingFor(db, course.id, sections)).filter((work) => !isMarked(work)).length,
    },
  };
}
