import { many, type Queryable } from '#services/platform/database.ts';
import { creditsAnew } from '../grades/anew.ts';
import { loadAssignments } from '../grades/assignments.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { type Access, isForSections } from '../people/viewer.ts';
import { calledSql } from '../results/called.ts';
import type { Grade } from '../rules/grade.ts';
import { isDropped } from '../weighing.ts';
import type { Column } from './table.ts';

/** How a class does at one assignment, of the sections that one sees; a group counts once. */
export interface AssignmentView extends Column {
  /** When it is due for everybody. */
  readonly due: Date | undefined;
  readonly grades: readonly Grade[];
  /** Of the runs that grades are of. */
  readonly criteria: readonly CriterionFigures[];
  /** Those that most fail first. */
  readonly cases: readonly CaseFigures[];
  readonly slowest: readonly SlowRun[];
}

export interface CriterionFigures {
  readonly name: string;
  readonly runs: number;
  /** Without full credit. */
  readonly failed: number;
  /** Mean, 0..1. */
  readonly credit: number;
}

export interface CaseFigures {
  readonly criterion: string;
  readonly name: string;
  readonly runs: number;
  readonly failed: number;
  readonly flaky: number;
  /** It counts for nobody now. */
  readonly dropped: boolean;
}

export interface SlowRun {
  readonly submissionId: number;
  readonly participant: string;
  readonly seconds: number;
}

/** Undefined: the course has no such assignment. */
export async function loadAssignmentView(
  db: Queryable,
  { course, sections }: Pick<Access, 'course' | 'sections'>,
  slug: string,
): Promise<AssignmentView | undefined> {
  const { assignments, participants } = await gradesOfCourse(db, course.id);
  const index = assignments.findIndex((assignment) => assignment.slug === slug);
  const assignment = assignments[index];
  if (!assignment) return undefined;
  const mine = participants.filter(({ participant }) => isForSections(sections, participant.sections));
  const byOwner = new Map(
    mine.flatMap(({ grades }) => (grades[index] ? [[grades[index].ownerId, grades[index]]] : [])),
  );
  const grades = [...byOwner.values()];
  const runs = grades.flatMap(({ why }) => why.counting?.runId ?? []);
  const { title, maxPoints, rules } = assignment;
  return {
    ...{ slug, title, maxPoints, due: rules.due ? new Date(rules.due) : undefined, grades },
    ...(await figuresOf(db, course.id, runs)),
    slowest: await many<SlowRun>(db, slowestSql, [runs]),
  };
}

/** Of runs, as the rubric that is applied now weighs their tests. */
async function figuresOf(db: Queryable, courseId: number, runs: readonly number[]) {
  const { applied } = await loadAssignments(db, courseId);
  const versionsSql = 'select id, version_id as "versionId" from run where id = any($1)';
  const versions = await many<{ id: number; versionId: number }>(db, versionsSql, [runs]);
  const ruled = versions.map(({ id, versionId }) => ({ id, under: applied.rubricOf(versionId) }));
  const anew = [...(await creditsAnew(db, ruled))].map(([id, credits]) => [id, Object.fromEntries(credits)]);
  const criteria = new Map(ruled.flatMap(({ under }) => under.anew.map((one) => [one.name, one])));
  const cases = await many<Omit<CaseFigures, 'dropped'>>(db, casesSql, [runs]);
  return {
    criteria: await many<CriterionFigures>(db, criteriaSql, [runs, Object.fromEntries(anew)]),
    cases: cases.map((one): CaseFigures => {
      const criterion = criteria.get(one.criterion);
      return { ...one, dropped: criterion !== undefined && isDropped(criterion, one.name) };
    }),
  };
}

const criteriaSql = `
  select name, count(*)::int as runs, count(*) filter (where present < 1)::int as failed, avg(present) as credit
  from criterion_result cross join lateral (select coalesce(($2::jsonb -> run_id::text ->> name)::float8, credit)) as c(present)
  where run_id = any($1) and state = 'judged' group by name order by min(position), name`;

const casesSql = `
  select e.name as criterion, left(c.value ->> 'name', 300) as name, count(*)::int as runs,
    count(*) filter (where c.value ->> 'verdict' not in ('pass', 'skip'))::int as failed,
    count(*) filter (where c.value -> 'flaky' = 'true')::int as flaky
  from criterion_result e cross join lateral jsonb_array_elements(e.judgement -> 'cases') c
  where e.run_id = any($1)
  group by 1, 2 order by count(*) filter (where c.value ->> 'verdict' not in ('pass', 'skip'))::float8 / count(*) desc, 1, 2
  limit 500`;

const slowestSql = `
  select s.id as "submissionId", ${calledSql} as participant,
    extract(epoch from r.finished_at - r.started_at)::float8 as seconds
  from run r join submission s on s.id = r.submission_id join participant p on p.id = s.participant_id
  where r.id = any($1) and r.finished_at > r.started_at order by seconds desc limit 8`;
