import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { ownParticipants } from '../people/access.ts';
import type { Viewer } from '../people/viewer.ts';
import type { Attempt, Grade } from '../rules/grade.ts';
import { givenUp } from '../runs/retry.ts';
import { type Feedback, feedbackOfLastHour } from './feedback.ts';
import { type FlakyCase, flakyCases } from './flaky.ts';
import type { RunState } from './run.ts';

/** The gradebook of a course: participants × assignments. */
export interface CourseTable {
  readonly course: { readonly slug: string; readonly title: string; readonly timeZone: string };
  readonly assignments: readonly { readonly slug: string; readonly title: string; readonly maxScore: number }[];
  readonly rows: readonly {
    readonly participant: { readonly name: string; readonly kind: 'student' | 'group' };
    /** One per assignment, undefined where nothing was handed in. */
    readonly cells: readonly (Cell | undefined)[];
  }[];
  /** Pushes that belong to nobody or to no assignment yet, newest first, at most 50. */
  readonly unmatched: readonly Unmatched[];
  /** Runs that failed on our side and were given up, newest first, at most 200. */
  readonly errored: readonly ErroredRun[];
  readonly flaky: readonly FlakyCase[];
  readonly feedback: Feedback;
}

export interface ErroredRun {
  readonly runId: number;
  readonly submissionId: number;
  readonly participant: string;
  readonly assignment: string;
  /** As students are told. */
  readonly why: string;
  readonly at: Date;
}

export interface Cell {
  /** The submission that the grade is of, else the newest. */
  readonly submissionId: number;
  /** Of the newest. */
  readonly state: RunState;
  /** The grade; undefined when there is none yet. */
  readonly score: number | undefined;
  readonly maxScore: number;
  /** Number of the attempt that the grade is of, else how many there are. */
  readonly attempt: number;
  /** Of the newest. */
  readonly receivedAt: Date;
  /** Something in the evidence contradicts itself: a teacher should look. */
  readonly marked: boolean;
}

export interface Unmatched {
  readonly repository: string;
  readonly reason: string;
  readonly pushes: number;
  readonly lastAt: Date;
}

export interface CourseSummary {
  readonly slug: string;
  readonly title: string;
  readonly assignments: number;
  readonly participants: number;
  readonly waiting: number;
}

const coursesSql = `
  with own as (${ownParticipants})
  select c.slug, c.title,
    (select count(*) from assignment a where a.course_id = c.id and not a.retired)::int as assignments,
    (select count(*) from participant p where p.course_id = c.id)::int as participants,
    (select count(*) from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
      where a.course_id = c.id and r.state in ('queued', 'running'))::int as waiting
  from course c
  where $2 or exists (select from own where course_id = c.id)
    or exists (select from staff s where s.course_id = c.id and s.github_id = $1)
    or exists (select from roster_entry e join participant_account a on a.participant_id = e.participant_id
      where e.course_id = c.id and a.github_id = $1)
  order by c.title`;

const unmatchedSql = `
  select r.owner || '/' || r.name as repository, r.match_reason as reason, count(h.id)::int as pushes,
    max(h.received_at) as "lastAt"
  from repository r join hand_in h on h.repository_id = r.id
  where r.assignment_id is null and (r.course_id = $1 or r.course_id is null)
  group by r.id order by max(h.received_at) desc limit 50`;

const erroredSql = `
  select r.id as "runId", s.id as "submissionId", p.name as participant, a.title as assignment,
    coalesce(r.error, 'no cause was kept') as why, coalesce(r.finished_at, r.created_at) as at
  from run r join submission s on s.id = r.submission_id join participant p on p.id = s.participant_id
    join assignment a on a.id = s.assignment_id
  where a.course_id = $1 and ${givenUp} order by at desc limit 200`;

/** The courses that somebody has to do with. */
export async function listCourses(db: Queryable, { account, admin }: Viewer): Promise<CourseSummary[]> {
  return many<CourseSummary>(db, coursesSql, [account?.githubId, admin]);
}

/** The gradebook of a course, or undefined when there is no course of this slug. */
export async function findCourseTable(db: Queryable, slug: string): Promise<CourseTable | undefined> {
  const courseSql = 'select id, slug, title, time_zone as "timeZone" from course where slug = $1';
  const course = await maybe<CourseTable['course'] & { id: number }>(db, courseSql, [slug]);
  if (!course) return undefined;
  const { assignments, participants } = await gradesOfCourse(db, course.id);
  const running = await runningOf(db, course.id);
  return {
    course,
    assignments: assignments.map((a) => ({ slug: a.slug, title: a.title, maxScore: a.maxPoints })),
    rows: participants.map(({ participant, grades }) => ({
      participant: { name: participant.name, kind: participant.kind },
      cells: grades.map((grade) => cellOf(grade, running)),
    })),
    unmatched: await many<Unmatched>(db, unmatchedSql, [course.id]),
    errored: await many<ErroredRun>(db, erroredSql, [course.id]),
    flaky: await flakyCases(db, course.id),
    feedback: await feedbackOfLastHour(db, course.id),
  };
}

/** Submissions that are being graded just now. */
async function runningOf(db: Queryable, courseId: number): Promise<ReadonlySet<number>> {
  const sql = `select s.id from run r join submission s on s.id = r.submission_id
    join assignment a on a.id = s.assignment_id where r.state = 'running' and a.course_id = $1`;
  return new Set((await many<{ id: number }>(db, sql, [courseId])).map(({ id }) => id));
}

function cellOf({ points, maxPoints, why }: Grade, running: ReadonlySet<number>): Cell | undefined {
  const newest = why.attempts.reduce<Attempt | undefined>(
    (top, one) => (top && top.lastAt > one.lastAt ? top : one),
    undefined,
  );
  if (!newest) return undefined;
  return {
    submissionId: why.counting?.submissionId ?? newest.submissionId,
    state: running.has(newest.submissionId) ? 'running' : states[newest.state],
    score: points,
    maxScore: maxPoints,
    attempt:
      why.attempts.find(({ submissionId }) => submissionId === why.counting?.submissionId)?.number ??
      why.attempts.length,
    receivedAt: newest.receivedAt,
    marked: why.counting?.marked ?? false,
  };
}

const states = { waiting: 'queued', graded: 'done', trouble: 'errored' } as const;
