import { LOCK_FILE } from '#services/classroom/assignment/lock.ts';
import type { SyncSummary } from '#services/classroom/course/sync.ts';
import { describe } from '#services/platform/errors.ts';

const effect = {
  judging: 'changed what judges: runs made before keep their evidence; regrade to compare',
  rules: 'changed points or rules only: every grade is computed anew',
  text: 'changed in words only',
} as const;

/** What a sync did, for people. */
export function syncText(summary: SyncSummary): string {
  const lines = [
    `Course ${summary.course}: ${summary.unchanged.length} assignments as before, ${summary.added.length} new`,
    ...summary.added.map((slug) => `  + ${slug}`),
    ...summary.changed.map(({ slug, what }) => `  ~ ${slug}: ${effect[what]}`),
    ...summary.retired.map((slug) => `  - ${slug}: no longer in course.yaml; its grades stay`),
    ...summary.broken.flatMap(({ folder, problems }) => [
      `  ! ${folder}: could not be read; the version that worked before goes on working`,
      ...problems.map((problem) => `      ${describe(problem)}`),
    ]),
    ...summary.held.map(
      ({ slug, moved }) =>
        `  ! ${slug}: its new points and rules would move ${moved} ${moved === 1 ? 'grade' : 'grades'}; they wait on the page of changes`,
    ),
    ...summary.linked.map(
      ({ slug, lock }) =>
        `  · ${slug}: its tests are linked with students' code, because ${LOCK_FILE} is ${lock}; pushmark check writes it`,
    ),
    ...summary.problems.map((problem) => `  ? ${describe(problem)}`),
    ...(summary.queued > 0 ? [`  ${summary.queued} earlier pushes are graded now: it is clear whose they are`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
