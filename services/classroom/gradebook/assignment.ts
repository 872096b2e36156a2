import { many, type Queryable } from '#services/platform/database.ts';
import { courseInTurn } from '../grades/course.ts';
import { type Access, isForSections } from '../people/viewer.ts';
import { calledSql } from '../results/called.ts';
import type { Grade } from '../rules/grade.ts';
import type { Column } from './table.ts';
import { type CaseFigures, type CriterionFigures, testFigures } from './test-figures.ts';

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
  /** How criteria are called now, by name. One that has no title here is not in the rubric any more. */
  readonly titles?: ReadonlyMap<string, string>;
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
  const { assignments, participants } = await courseInTurn(db, course.id);
  const index = assignments.findIndex((assignment) => assignment.slug === slug);
  const assignment = assignments[index];
  if (!assignment) return undefined;
  const byOwner = new Map<number, Grade>();
  for (const { participant, grades } of participants) {
    const grade = grades[index];
    if (grade && isForSections(sections, participant.sections)) byOwner.set(grade.ownerId, grade);
  }
  const grades = [...byOwner.values()];
  const runs = grades.flatMap(({ why }) => why.counting?.runId ?? []);
  const { title, maxPoints, rules } = assignment;
  return {
    ...{ slug, title, maxPoints, due: rules.due ? new Date(rules.due) : undefined, grades },
    ...(await testFigures(db, course.id, runs)),
    slowest: await many<SlowRun>(db, slowestSql, [runs]),
    titles: await titlesOf(db, assignment.id),
  };
}

const titlesSql = `
  select k ->> 'name' as name, k ->> 'title' as title from assignment a
    join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
    cross join jsonb_array_elements(v.document -> 'rubric') k where a.id = $1`;

async function titlesOf(db: Queryable, assignmentId: number): Promise<ReadonlyMap<string, string>> {
  const rows = await many<{ name: string; title: string }>(db, titlesSql, [assignmentId]);
  return new Map(rows.map(({ name, title }) => [name, title]));
}

const slowestSql = `
  select s.id as "submissionId", ${calledSql} as participant,
    extract(epoch from r.finished_at - r.started_at)::float8 as seconds
  from run r join submission s on s.id = r.submission_id join participant p on p.id = s.participant_id
  where r.id = any($1) and r.finished_at > r.started_at order by seconds desc limit 8`;
