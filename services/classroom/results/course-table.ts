import { many, maybe, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { ownParticipants } from '../people/access.ts';
import type { Viewer } from '../people/viewer.ts';
import { givenUp } from '../runs/retry.ts';
import { scoreOf } from '../score.ts';
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
  /** The newest official submission. */
  readonly submissionId: number;
  readonly state: RunState;
  /** Of the newest official submission that has a counting run; undefined when none has. */
  readonly score: number | undefined;
  readonly maxScore: number;
  readonly attempt: number;
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

const assignmentsSql = `
  select a.id, a.slug, a.title, v.document -> 'rubric' as rubric
  from assignment a left join assignment_version v on v.id = a.current_version
  where a.course_id = $1 and not a.retired order by a.position, a.slug`;

/** Per participant and assignment: the newest official submission, and the newest that has a counting run. */
const cellsSql = `
  with arrival as (
    select s.id, s.participant_id, s.assignment_id, max(h.received_at) as received_at, c.run_id,
      (select r.state from run r where r.submission_id = s.id order by r.id desc limit 1) as state
    from submission s
    join hand_in h on h.submission_id = s.id and h.official
    join assignment a on a.id = s.assignment_id and a.course_id = $1
    left join counted_run c on c.submission_id = s.id
    group by s.id, c.run_id
  ), counted as (
    select distinct on (participant_id, assignment_id) participant_id, assignment_id, run_id
    from arrival where run_id is not null order by participant_id, assignment_id, received_at desc, id desc
  ), newest as (
    select distinct on (participant_id, assignment_id) *,
      count(*) over (partition by participant_id, assignment_id)::int as attempt
    from arrival order by participant_id, assignment_id, received_at desc, id desc
  )
  select n.participant_id, n.assignment_id, n.id as submission_id, n.state, n.attempt, n.received_at,
    coalesce(r.tampering <> '[]', false) as marked,
    (select json_agg(json_build_object('name', e.name, 'credit', e.credit)) from criterion_result e
      where e.run_id = c.run_id) as credits
  from newest n
  left join counted c on c.participant_id = n.participant_id and c.assignment_id = n.assignment_id
  left join run r on r.id = c.run_id`;

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
  const assignments = await many<AssignmentRow>(db, assignmentsSql, [course.id]);
  const participantsSql = 'select id, name, kind from participant where course_id = $1 order by lower(name)';
  const people = await many<{ id: number; name: string; kind: 'student' | 'group' }>(db, participantsSql, [course.id]);
  const cells = await many<CellRow>(db, cellsSql, [course.id]);
  const found = new Map(cells.map((cell) => [`${cell.participant_id}/${cell.assignment_id}`, cell]));
  return {
    course,
    assignments: assignments.map((a) => ({ slug: a.slug, title: a.title, maxScore: maximum(a) })),
    rows: people.map((p) => ({
      participant: { name: p.name, kind: p.kind },
      cells: assignments.map((a) => toCell(a, found.get(`${p.id}/${a.id}`))),
    })),
    unmatched: await many<Unmatched>(db, unmatchedSql, [course.id]),
    errored: await many<ErroredRun>(db, erroredSql, [course.id]),
    flaky: await flakyCases(db, course.id),
    feedback: await feedbackOfLastHour(db, course.id),
  };
}

function toCell(assignment: AssignmentRow, row: CellRow | undefined): Cell | undefined {
  if (!row) return undefined;
  const score = row.credits ? scoreOf(assignment.rubric ?? [], row.credits).score : undefined;
  const { submission_id: submissionId, received_at: receivedAt, state, attempt, marked } = row;
  return { submissionId, receivedAt, state: state ?? 'queued', attempt, marked, score, maxScore: maximum(assignment) };
}

function maximum(assignment: AssignmentRow): number {
  return scoreOf(assignment.rubric ?? [], []).maxScore;
}

interface AssignmentRow {
  id: number;
  slug: string;
  title: string;
  rubric: Criterion[] | null;
}

interface CellRow {
  participant_id: number;
  assignment_id: number;
  submission_id: number;
  state: RunState | null;
  attempt: number;
  received_at: Date;
  marked: boolean;
  credits: { name: string; credit: number }[] | null;
}
