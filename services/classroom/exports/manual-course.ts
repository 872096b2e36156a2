/** What people enter by hand in a course, as columns of a spreadsheet: grades in place of computed ones, and marks. */
import type { Criterion } from '#services/classroom/assignment/document.ts';
import { assignmentOf, participantOf } from '#services/classroom/decisions/about.ts';
import { revokeOverride, setOverride } from '#services/classroom/decisions/overrides.ts';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import type { Actor } from '#services/classroom/people/audit.ts';
import { markSubmission } from '#services/classroom/requests/mark.ts';
import { marksOf } from '#services/classroom/results/marks.ts';
import { findSubmission } from '#services/classroom/results/submission.ts';
import type { ParticipantGrades } from '#services/classroom/rules/grade.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import type { ManualChange, ManualColumn, ManualRow, ManualValue } from './manual.ts';

/** A column of a course: the grade of an assignment, or a criterion of it that a person marks. */
interface CourseColumn extends ManualColumn {
  readonly assignmentId: number;
  readonly slug: string;
  readonly criterion: string | undefined;
}

export interface ManualCourse {
  readonly columns: readonly CourseColumn[];
  readonly rows: readonly ManualRow[];
  /** Submissions that the marks are of, by participant and assignment: `12/3`. */
  readonly marked: ReadonlyMap<string, number>;
}

/** What stands in a course now: overrides, and marks of the submissions that count. */
export async function manualCourse(db: Queryable, courseId: number): Promise<ManualCourse> {
  const grades = await gradesOfCourse(db, courseId);
  const columns = await columnsOf(db, courseId);
  const [names, overrides] = [await namesOf(db, courseId), await overridesOf(db, courseId)];
  const students = grades.participants.filter(({ participant }) => participant.kind === 'student');
  const marked = new Map(students.flatMap(countingOf));
  const marks = new Map<number, Awaited<ReturnType<typeof marksOf>>>();
  for (const id of columns.some(({ criterion }) => criterion) ? new Set(marked.values()) : [])
    marks.set(id, await marksOf(db, id));
  const rows = students.map(({ participant: { id, name } }): ManualRow => {
    const values = columns.map(({ assignmentId, criterion, maxPoints }): ManualValue => {
      if (criterion === undefined) return overrides.get(`${id}/${assignmentId}`) ?? null;
      const mark = marks.get(marked.get(`${id}/${assignmentId}`) ?? 0)?.get(criterion);
      return mark === undefined ? null : mark.credit * maxPoints;
    });
    return { id, name: names.get(id) ?? name, values };
  });
  return { columns, rows, marked };
}

/**
 * Does what a file asks for. Answers what could not be done, in words, by student; the rest is done, and in the log.
 * Ring `reporting` afterwards.
 */
export async function applyManual(
  tx: Queryable,
  courseId: number,
  { columns, marked }: ManualCourse,
  changes: readonly ManualChange[],
  { reason, actor }: { readonly reason: string; readonly actor: Actor },
): Promise<string[]> {
  const undone: string[] = [];
  for (const change of changes) {
    const column = columns.find(({ key }) => key === change.key);
    const submission = marked.get(`${change.id}/${column?.assignmentId}`);
    const why = !column
      ? 'there is no such column'
      : column.criterion === undefined
        ? await override(tx, courseId, column, change, { reason, actor })
        : await mark(tx, courseId, column.criterion, submission, change, { reason, actor });
    if (why) undone.push(`${change.name}, ${change.key}: ${why}`);
  }
  return undone;
}

interface Why {
  readonly reason: string;
  readonly actor: Actor;
}

async function override(
  tx: Queryable,
  courseId: number,
  { slug }: CourseColumn,
  { id, after }: ManualChange,
  { reason, actor }: Why,
) {
  const participant = await participantOf(tx, courseId, id);
  const assignment = await assignmentOf(tx, courseId, slug);
  if (!participant || !assignment) return 'it is no longer in this course';
  const place = { courseId, participant, assignment };
  if (after === null) await revokeOverride(tx, place, actor);
  else await setOverride(tx, place, { points: after === 'excused' ? undefined : after, reason }, actor);
  return undefined;
}

async function mark(
  tx: Queryable,
  courseId: number,
  criterion: string,
  id: number | undefined,
  { after }: ManualChange,
  { reason, actor }: Why,
) {
  const submission = id === undefined ? undefined : await findSubmission(tx, id);
  if (!submission) return 'there is no submission that counts';
  if (typeof after !== 'number') return 'a mark is points; it cannot be taken back, only changed';
  return markSubmission(tx, courseId, submission, { criterion, points: after, comment: reason }, actor);
}

async function columnsOf(db: Queryable, courseId: number): Promise<CourseColumn[]> {
  const rows = await many<{ id: number; slug: string; rubric: readonly Criterion[] | null }>(
    db,
    `select a.id, a.slug, v.document -> 'rubric' as rubric from assignment a
     join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
     where a.course_id = $1 and not a.retired order by a.position, a.id`,
    [courseId],
  );
  return rows.flatMap(({ id: assignmentId, slug, rubric }): CourseColumn[] => [
    { assignmentId, slug, criterion: undefined, key: slug, maxPoints: 1_000_000, excusable: true },
    ...(rubric ?? [])
      .filter(({ state }) => state === 'manual')
      .map(({ name, points }) => ({
        assignmentId,
        slug,
        criterion: name,
        key: `${slug}/${name}`,
        maxPoints: points,
        excusable: false,
      })),
  ]);
}

async function namesOf(db: Queryable, courseId: number): Promise<Map<number, string>> {
  const sql = 'select participant_id as id, name from roster_entry where course_id = $1 and participant_id is not null';
  return new Map((await many<{ id: number; name: string }>(db, sql, [courseId])).map(({ id, name }) => [id, name]));
}

function countingOf({ participant, grades }: ParticipantGrades): [string, number][] {
  return grades.flatMap(({ assignmentId, why }): [string, number][] =>
    why.counting ? [[`${participant.id}/${assignmentId}`, why.counting.submissionId]] : [],
  );
}

/** What was set for a group is its own, and is not set for its members one by one. */
async function overridesOf(db: Queryable, courseId: number): Promise<Map<string, ManualValue>> {
  const rows = await many<{ place: string; points: number | null }>(
    db,
    `select o.participant_id || '/' || o.assignment_id as place, o.points from override o
     join assignment a on a.id = o.assignment_id where a.course_id = $1 and o.revoked_at is null`,
    [courseId],
  );
  return new Map(rows.map(({ place, points }) => [place, points ?? 'excused']));
}
