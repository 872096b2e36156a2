import { many, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { type AssignmentRules, noRules } from '../rules/document.ts';
import type { RuledAssignment } from '../rules/facts.ts';
import { scoreOf } from '../score.ts';
import { isWeighedAnew } from '../weighing.ts';

export interface AppliedRubric {
  readonly rubric: readonly Criterion[];
  readonly maxPoints: number;
  /** Those that a person marks. */
  readonly manual: readonly Criterion[];
  /** Those whose stored credits no longer hold, for tests weigh something else or were dropped. */
  readonly anew: readonly Criterion[];
  /** How many tests count for nobody. */
  readonly dropped: number;
}

/** Which rubric is applied to evidence of a run, by the version that it was made under. */
export interface Applied {
  /** The ids of the assignments. */
  readonly assignments: readonly number[];
  /** Some rubric has criteria whose stored credits no longer hold. */
  readonly anew: boolean;
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
    select own.id, coalesce(applied.id, own.id) as rubric,
      -- The same judging: where options differ, they are about what tests are worth.
      case when applied.rules <> own.rules and jsonb_path_query_array(applied.document, '$.rubric[*].options')
        <> jsonb_path_query_array(own.document, '$.rubric[*].options') then own.id end as weighed
    from assignment a join assignment_version own on own.assignment_id = a.id
    left join assignment_version applied on applied.id = coalesce(a.scored_by, a.current_version)
      and applied.judging = own.judging
    where a.course_id = $1 and not a.retired
  )
  select array_agg(ruled.id) as versions, v.document -> 'rubric' as rubric, own.document -> 'rubric' as own
  from ruled join assignment_version v on v.id = ruled.rubric left join assignment_version own on own.id = ruled.weighed
  group by v.id, own.id`;

interface RubricRow {
  readonly versions: number[];
  readonly rubric: Criterion[] | null;
  /** Where that weighs tests otherwise. */
  readonly own: Criterion[] | null;
}

/** The assignments of a course, and which rubric each of their versions is scored by. */
export async function loadAssignments(db: Queryable, courseId: number) {
  const rubrics = await many<RubricRow>(db, rubricsSql, [courseId]);
  const byVersion = new Map(
    rubrics.flatMap(({ versions, rubric, own }) => {
      const applied = appliedRubric(rubric ?? [], own ?? rubric ?? []);
      return versions.map((id) => [Number(id), applied] as const);
    }),
  );
  const rubricOf = (versionId: number) => byVersion.get(versionId) ?? noRubric;
  const rows = await many<Row>(db, assignmentsSql, [courseId]);
  const assignments = rows.map(({ versionId, groups, rules, ...row }): RuledAssignment => {
    const { maxPoints } = versionId === null ? noRubric : rubricOf(versionId);
    return { ...row, groups: groups ?? undefined, rules: rules ?? noRules, maxPoints };
  });
  const anew = [...byVersion.values()].some((rubric) => rubric.anew.length > 0);
  const applied: Applied = { assignments: rows.map(({ id }) => id), anew, rubricOf };
  return { assignments, applied };
}

function appliedRubric(rubric: readonly Criterion[], own: readonly Criterion[]): AppliedRubric {
  const manual = rubric.filter(({ state }) => state === 'manual');
  const anew = rubric.filter((one) =>
    isWeighedAnew(
      one,
      own.find(({ name }) => name === one.name),
    ),
  );
  const dropped = new Set(rubric.flatMap(({ drop = {} }) => Object.keys(drop))).size;
  return { rubric, maxPoints: scoreOf(rubric, []).maxScore, manual, anew, dropped };
}

export const noRubric = appliedRubric([], []);
