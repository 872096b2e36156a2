import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';
import type { FoundAssignment } from './assignments.ts';
import type { CourseDocument } from './document.ts';
import { keepRules } from './keep-rules.ts';
import type { Change } from './sync.ts';

/** The row of a course, by its slug. */
export async function keepCourse(tx: Queryable, course: CourseDocument): Promise<number> {
  const { id } = await one<{ id: number }>(
    tx,
    `insert into course (slug, title, time_zone, organisations, weight, document) values ($1, $2, $3, $4, $5, $6)
     on conflict (slug) do update set title = excluded.title, time_zone = excluded.time_zone, weight = excluded.weight,
       organisations = excluded.organisations, document = excluded.document, updated_at = now()
     returning id`,
    [course.slug, course.title, course.timeZone, course.organisations, course.weight, course],
  );
  return id;
}

/** The rows of an assignment, its rules, and its version, which becomes the current one. Answers what that changes. */
export async function keepAssignment(
  tx: Queryable,
  courseId: number,
  { assignment, folder, groups, position, rules }: FoundAssignment,
): Promise<Change | 'added' | 'unchanged'> {
  const { slug, title } = assignment.document;
  const { id } = await one<{ id: number }>(
    tx,
    `insert into assignment (course_id, slug, title, position, folder, groups) values ($1, $2, $3, $4, $5, $6)
     on conflict (course_id, slug) do update set title = excluded.title, position = excluded.position,
       folder = excluded.folder, groups = excluded.groups, retired = false
     returning id`,
    [courseId, slug, title, position, folder, groups],
  );
  const before = await currentVersion(tx, id);
  const version = await keepVersion(tx, id, assignment);
  const ruled = await keepRules(tx, id, rules);
  if (before?.id === version) return ruled ? 'rules' : 'unchanged';
  await execute(tx, 'update assignment set current_version = $2 where id = $1', [id, version]);
  if (!before) return 'added';
  if (before.judging !== assignment.judging) return 'judging';
  return before.rules === assignment.rules && !ruled ? 'text' : 'rules';
}

/** Assignments that are in course.yaml no longer; a broken folder keeps its row. Answers the slugs of those that left now. */
export async function retireOthers(
  tx: Queryable,
  courseId: number,
  slugs: readonly string[],
  brokenFolders: readonly string[],
): Promise<string[]> {
  const rows = await many<{ slug: string }>(
    tx,
    `update assignment set retired = true
     where course_id = $1 and not retired and slug <> all($2) and (folder is null or folder <> all($3))
     returning slug`,
    [courseId, slugs, brokenFolders],
  );
  return rows.map(({ slug }) => slug).sort();
}

interface Version {
  readonly id: number;
  readonly judging: string;
  readonly rules: string;
}

async function currentVersion(tx: Queryable, assignmentId: number): Promise<Version | undefined> {
  const sql = `select v.id, v.judging, v.rules from assignment a join assignment_version v on v.id = a.current_version
    where a.id = $1`;
  return maybe<Version>(tx, sql, [assignmentId]);
}

/** A content that was there before (a change taken back) is the version that it was. */
async function keepVersion(
  tx: Queryable,
  id: number,
  { bundle, judging, rules, document }: FoundAssignment['assignment'],
) {
  const values = [id, bundle, judging, rules];
  await execute(
    tx,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document) values ($1, $2, $3, $4, $5)
     on conflict (assignment_id, bundle, judging, rules) do update set document = excluded.document`,
    [...values, document],
  );
  const sql = `select id from assignment_version where assignment_id = $1 and bundle = $2 and judging = $3 and rules = $4`;
  return (await one<{ id: number }>(tx, sql, values)).id;
}
