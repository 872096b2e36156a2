import { many, type Queryable } from '#services/platform/database.ts';
import { type CourseInTurn, courseInTurn } from '../grades/course.ts';
import { isForSections } from '../people/viewer.ts';
import { rosterNames } from '../results/called.ts';
import type { Grade } from '../rules/grade.ts';

/** A submission that counts, of an assignment with criteria that a person marks. */
export interface Work {
  readonly submissionId: number;
  readonly participant: { readonly id: number; readonly name: string };
  readonly sections: readonly string[];
  readonly assignment: { readonly id: number; readonly slug: string; readonly title: string };
  /** When it was handed in. */
  readonly at: Date;
  /** Points that are still to be marked; 0: it is done. */
  readonly unmarked: number;
  /** Login of who is to mark it; undefined: nobody yet. */
  readonly dealtTo: string | undefined;
}

const manualSql = `
  select a.id from assignment a join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
  where a.course_id = $1 and not a.retired and v.document -> 'rubric' @> '[{"state": "manual"}]'`;

const dealtSql = `
  select m.assignment_id as "assignmentId", m.participant_id as "participantId", m.dealt_to as "dealtTo"
  from marking m join assignment a on a.id = m.assignment_id where a.course_id = $1`;

interface Dealt {
  readonly assignmentId: number;
  readonly participantId: number;
  readonly dealtTo: string;
}

/** What people mark in a course, marked or not: by assignment, oldest first, so that no name goes first every time. */
export async function markingOf(db: Queryable, courseId: number): Promise<Work[]> {
  const manual = new Set((await many<{ id: number }>(db, manualSql, [courseId])).map(({ id }) => id));
  if (manual.size === 0) return [];
  const rows = await many<Dealt>(db, dealtSql, [courseId]);
  const dealt = new Map(rows.map((row) => [`${row.assignmentId} ${row.participantId}`, row.dealtTo]));
  const names = await rosterNames(db, courseId);
  const work = workIn(await courseInTurn(db, courseId), manual, (of) => dealt.get(`${of.assignmentId} ${of.ownerId}`));
  return work.map((one) => {
    const { id, name } = one.participant;
    return { ...one, participant: { id, name: names.get(id) ?? name } };
  });
}

/** The same, of some sections; undefined: of all. */
export async function markingFor(
  db: Queryable,
  courseId: number,
  sections: readonly string[] | undefined,
): Promise<Work[]> {
  return (await markingOf(db, courseId)).filter((work) => isForSections(sections, work.sections));
}

/** A grade that a person has set needs no marks, and a group's work is marked once. */
function workIn(
  { assignments, participants }: CourseInTurn,
  manual: ReadonlySet<number>,
  dealtTo: (grade: Grade) => string | undefined,
): Work[] {
  const columns = assignments.map((): Work[] => []);
  for (const { participant, grades } of participants)
    for (const [column, { id, slug, title }] of assignments.entries()) {
      const grade = grades[column];
      const counting = grade?.why.counting;
      if (!manual.has(id) || !counting || grade.ownerId !== participant.id || grade.why.override) continue;
      const { submissionId, raw } = counting;
      const at = grade.why.attempts.find((attempt) => attempt.submissionId === submissionId)?.at ?? new Date(0);
      const { sections, name } = participant;
      columns[column]?.push({
        ...{ submissionId, participant: { id: participant.id, name }, sections, assignment: { id, slug, title }, at },
        ...{ unmarked: raw.unmarked, dealtTo: dealtTo(grade) },
      });
    }
  return columns.flatMap((found) =>
    found.sort((a, b) => a.at.getTime() - b.at.getTime() || a.submissionId - b.submissionId),
  );
}
