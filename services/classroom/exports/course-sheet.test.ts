import { expect, test } from 'vitest';
import type { RosterEntry } from '#services/classroom/roster/person.ts';
import type { CourseGrades } from '#services/classroom/rules/grade.ts';
import { courseSheet } from './course-sheet.ts';

const grade = (state: string, points?: number) => ({ state, points });
const of = (id: number, name: string, kind: string, ...grades: object[]) => ({
  ...{ participant: { id, name, kind, sections: [] }, grades, total: { soFar: 50, ifNothingMore: 10 } },
});
const grades = {
  assignments: [
    { slug: 'a', title: 'A', maxPoints: 10 },
    { slug: 'b', title: 'B', maxPoints: 10 },
  ],
  participants: [
    of(1, 'ada', 'student', grade('graded', 7.5), grade('missing')),
    of(2, 'ben', 'student', grade('excused'), grade('waiting')),
    of(3, 'whales', 'group', grade('graded', 1), grade('open')),
    of(4, 'gone', 'student', grade('graded', 3), grade('open')),
  ],
} as unknown as CourseGrades;
const entry = (id: number, name: string, participantId?: number, left = false): RosterEntry => ({
  ...{ id, name, participantId, left, invited: false },
});
const roster = [entry(1, 'Ada Lovelace', 1), entry(2, 'Cleo'), entry(3, 'Gone', 4, true)];

test('everybody on the roster is a row, and whoever pushed without being on it; who left and groups are none', () => {
  const { students } = courseSheet({ slug: 'go', title: 'Go' }, grades, roster);
  expect(students.map(({ name, grades: row }) => [name, ...row])).toEqual([
    ['Ada Lovelace', 7.5, 0],
    ['Cleo', null, null],
    ['ben', 'excused', null],
  ]);
});
