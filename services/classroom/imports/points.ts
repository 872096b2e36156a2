/** What GitHub Classroom had awarded, as a file to keep: grades here come from what is pushed here. */
import { writeCsv } from '#services/classroom/csv/write.ts';
import type { ExportedAssignment } from './export.ts';
import type { Left } from './left.ts';

export const POINTS = 'classroom-points.csv';

const HEADER = [
  ...['assignment', 'repository', 'login', 'identifier', 'group', 'points_awarded', 'points_available'],
  'submission_timestamp',
];

/** A row for each repository and person with points; undefined where nobody has any. */
export function pointsCsv(assignments: readonly ExportedAssignment[]): string | undefined {
  const rows = assignments.flatMap(({ slug, accepted, grades }) => [
    ...grades
      .filter(({ awarded, available, submittedAt }) => awarded || available || submittedAt)
      .map((row) => [
        ...[slug, row.repository, row.login, row.identifier, row.group],
        ...[row.awarded, row.available, row.submittedAt],
      ]),
    ...accepted
      .filter(
        ({ grade, repository }) =>
          grade && !grades.some((row) => row.repository && repository.endsWith(`/${row.repository}`)),
      )
      .map(({ repository, students, grade }) => {
        const [awarded = '', available = ''] = grade.split('/');
        return [
          slug,
          repository.split('/')[1]!,
          students.map(({ login }) => login).join(' '),
          '',
          '',
          awarded,
          available,
          '',
        ];
      }),
  ]);
  return rows.length === 0 ? undefined : writeCsv([HEADER, ...rows]);
}

export const pointsLeft: Left = {
  ...{ file: POINTS, field: 'points_awarded, points_available, submission_timestamp, grade' },
  why: 'points of GitHub Classroom are no grades here: these come from what is pushed to this server',
  todo: 'Keep the file; where an old grade is to stay, set it by hand in the gradebook',
};
