import type { Assignment } from '#services/classroom/assignment/document.ts';
import { isDropped } from '#services/classroom/weighing.ts';
import { closest } from '#services/platform/yaml.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';

/** What is wrong with dropped tests, in words, by what the reference showed: subtests are seen nowhere else. */
export function dropProblems({ document }: Assignment, run: GradedRun): string[] {
  const cases = run.criteria.flatMap(({ name, judgement }) => {
    const criterion = document.rubric.find((one) => one.name === name);
    return criterion?.drop ? (judgement?.cases ?? []).map((one) => ({ criterion, name: one.name })) : [];
  });
  const dropped = Object.keys(document.rubric.find(({ drop }) => drop)?.drop ?? {});
  return dropped.flatMap((test) => {
    if (cases.some(({ criterion, name }) => isDropped({ ...criterion, drop: { [test]: '-' } }, name))) return [];
    const near = closest(test, [...new Set(cases.map(({ name }) => name))]);
    return [`drop: ${test} is no test or subtest that runs${near ? `; did you mean ${near}?` : ''}`];
  });
}
