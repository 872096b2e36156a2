import type { Queryable } from '#services/platform/database.ts';
import { gradesOfCourse } from '../grades/course.ts';
import type { Access } from '../people/viewer.ts';
import { loadRoster } from '../roster/load.ts';
import { courseSheet } from './course-sheet.ts';
import type { GradeSheet } from './sheet.ts';

/** The sheet of a course, as far as its sections are one's own. */
export async function loadSheet(
  db: Queryable,
  { course, sections }: Pick<Access, 'course' | 'sections'>,
): Promise<GradeSheet> {
  const grades = await gradesOfCourse(db, course.id);
  const roster = await loadRoster(db, course.id);
  const mine = (theirs: readonly (string | undefined)[]) =>
    !sections || theirs.some((section) => section !== undefined && sections.includes(section));
  const participants = grades.participants.filter(({ participant }) => mine(participant.sections));
  return courseSheet(
    course,
    { ...grades, participants },
    roster.filter(({ section }) => mine([section])),
  );
}
