import { many, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { type AssignmentRules, noRules } from '../rules/document.ts';
import type { RuledAssignment } from '../rules/facts.ts';
import { scoreOf } from '../score.ts';

export interface AppliedRubric {
  readonly rubric: readonly Criterion[];
  readonly maxPoints: number;
  /** Those that a person marks. */
  readonly manual: readonly Criterion[];
}

/** Which rubric is applied to evidence of a run, by the version that it was made under. */
export interface Applied {
  /** The ids of the assignments. */
  readonly assignments: readonly number[];
  rubricOf(versionId: number): AppliedRubric;
}

interface Row {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly groups: boolean | null;
  readonly rules: AssignmentRules | null;
  readonly versionId: number | null;
}

/** The version whose points are applied: chosen by a rescore, else the current one. */
const assignmentsSql = `
  select id, slug, title, groups, rules, coalesce(scored_by, current_version) as "versionId"
  from assignment where course_id = $1 and not retired order by position, slug`;

/** Evidence of the same judging takes the applied points; other evidence keeps its own. */
const rubricsSql = `
  with ruled as (
    select own.id, coalesce(applied.id, own.id) as rubric
    from assignment a join assignment_version own on own.assignment_id = a.id
    left join assignment_version applied on applied.id = coalesce(a.scored_by, a.current_version)
      and applied.judging = own.judging
    where a.course_id = $1 and not a.retired
  )
  select array_agg(ruled.id) as versions, v.document -> 'rubric' as rubric
  from ruled join assignment_version v on v.id = ruled.rubric group by v.id`;

/** The assignments of a course, and which rubric each of their versions is scored by. */
export async function loadAssignments(db: Queryable, courseId: number) {
  const rubrics = await many<{ versions: number[]; rubric: Criterion[] | null }>(db, rubricsSql, [courseId]);
  const byVersion = new Map(
    rubrics.flatMap(({ versions, rubric }) => {
      const applied = appliedRubric(rubric ?? []);
      return versions.map((id) => [Number(id), applied] as const);
    }),
  );
  const rubricOf = (versionId: number) => byVersion.get(versionId) ?? none;
  const rows = await many<Row>(db, assignmentsSql, [courseId]);
  const assignments = rows.map(({ versionId, groups, rules, ...row }): RuledAssignment => {
    const { maxPoints } = versionId === null ? none : rubricOf(versionId);
    return { ...row, groups: groups ?? undefined, rules: rules ?? noRules, maxPoints };
  });
  const applied: Applied = { assignments: rows.map(({ id }) => id), rubricOf };
  return { assignments, applied };
}

function appliedRubric(rubric: readonly Criterion[]): AppliedRubric {
  const manual = rubric.filter(({ state }) => state === 'manual');
  return { rubric, maxPoints: scoreOf(rubric, []).maxScore, manual };
}

const none = appliedRubric([]);
