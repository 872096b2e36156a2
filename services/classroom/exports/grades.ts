import { rounded } from '#services/classroom/csv/number.ts';
import { type Cell, type WriteOptions, writeCsv } from '#services/classroom/csv/write.ts';
import { COLUMN, PERSONAL } from '#services/classroom/roster/person.ts';
import { type GradeSheet, gradeCell } from './sheet.ts';

/** One row for each student, one column for each assignment, headed by its slug; `EX` is excused. */
export function gradesCsv({ assignments, students }: GradeSheet, options?: WriteOptions): string {
  const header = [...PERSONAL.map((field) => COLUMN[field]), ...assignments.map(({ slug }) => slug), 'total_percent'];
  const most: Cell[] = [
    'points possible',
    ...PERSONAL.slice(1).map(() => ''),
    ...assignments.map((a) => rounded(a.maxPoints)),
    100,
  ];
  const rows = students.map((student): Cell[] => [
    ...PERSONAL.map((field) => student[field] ?? ''),
    ...assignments.map((_, i) => gradeCell(student.grades[i], 'EX')),
    gradeCell(student.total ?? null, ''),
  ]);
  return writeCsv([header, most, ...rows], options);
}

/** The same for programs; the shape is kept, and only grows. */
export function gradesJson({ course, assignments, students }: GradeSheet): string {
  const rows = students.map(({ grades, total, ...person }) => ({
    ...Object.fromEntries(PERSONAL.map((field) => [COLUMN[field], person[field] ?? null])),
    total_percent: total === null || total === undefined ? null : rounded(total),
    grades: Object.fromEntries(
      assignments.map(({ slug }, i) => {
        const grade = grades[i] ?? null;
        return [slug, { points: typeof grade === 'number' ? rounded(grade) : null, excused: grade === 'excused' }];
      }),
    ),
  }));
  const points = assignments.map(({ slug, title, maxPoints }) => ({ slug, title, max_points: rounded(maxPoints) }));
  return `${JSON.stringify({ course, assignments: points, students: rows }, null, 2)}\n`;
}
