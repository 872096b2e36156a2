import { execute, one, type Queryable } from '#services/platform/database.ts';
import { type Size, STEPS } from './steps.ts';

export interface Seeded {
  readonly slug: string;
  /** One of its students. */
  readonly participant: number;
}

const criterion = (name: string, check: string, points: number, more: object = {}) => ({
  ...{ name, title: name, check, state: 'judged', points, penalty: points === 0 ? 5 : 0, gate: false },
  ...{ visibility: 'visible', options: {}, ...more },
});
const RUBRIC = [
  ...['build', 'vet', 'format'].map((name) => criterion(name, name, 0)),
  ...['a', 'b', 'c', 'd', 'e'].map((letter) => criterion(`tests-${letter}`, 'tests', 20)),
];
/** What a person marks, in every fifth assignment. */
const MANUAL = criterion('style', 'manual', 10, { state: 'manual' });

/**
 * A course of that size, with due dates five days apart of which most are over. `dropped`: in each assignment the class
 * is graded without one test, which every run was judged with.
 */
export async function seedClass(db: Queryable, slug: string, size: Size, dropped: boolean): Promise<Seeded> {
  const { id } = await one<{ id: number }>(
    db,
    `insert into course (slug, title, time_zone, organisations, document)
     values ($1, 'A large course', 'Europe/Berlin', '{school}', '{}') returning id`,
    [slug],
  );
  await seedAssignments(db, id, size);
  const automatic = JSON.stringify(RUBRIC);
  for (const step of STEPS) {
    const more = step.needs === 'rubric' ? [automatic] : step.needs ? [size[step.needs]] : [];
    await execute(db, step.sql, [id, ...more]);
  }
  if (dropped) await dropOne(db, id);
  await execute(db, 'vacuum analyze');
  const participant = await one<{ id: number }>(db, 'select min(id) as id from participant where course_id = $1', [id]);
  return { slug, participant: participant.id };
}

async function seedAssignments(db: Queryable, course: number, { assignments }: Size): Promise<void> {
  const rules = `jsonb_build_object('due', to_char((now() + (n - $2 + 2) * interval '5 days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'graceMs', 600000, 'late', '{"perDay": 0.1, "cap": 0.5, "slipDays": 4, "slipDaysEach": 2}'::jsonb, 'counts', (array['last', 'best'])[1 + n % 2],
    'cooldownMs', 0, 'trigger', 'push', 'weight', 1)`;
  await execute(
    db,
    `insert into assignment (course_id, slug, title, position, rules)
     select $1, 'lab' || n, 'Lab ' || n, n, ${rules} from generate_series(1, $2::int) n`,
    [course, assignments],
  );
  await execute(
    db,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document) select id, 'b', 'j', 'r',
       jsonb_build_object('rubric', $2::jsonb || case when position % 5 = 3 then $3::jsonb else '[]' end)
     from assignment where course_id = $1`,
    [course, JSON.stringify(RUBRIC), JSON.stringify([MANUAL])],
  );
  await applyNewest(db, course);
}

/** The rubric of another version is applied, of the same judging. */
async function dropOne(db: Queryable, course: number): Promise<void> {
  const drop = JSON.stringify({ 'TestMerge/case3': 'its text was wrong' });
  await execute(
    db,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document)
     select a.id, 'c', 'j', 's', jsonb_build_object('rubric', (select jsonb_agg(case when c.value ->> 'name' = 'tests-a'
       then c.value || jsonb_build_object('drop', $2::jsonb) else c.value end order by c.ordinality)
       from jsonb_array_elements(v.document -> 'rubric') with ordinality c))
     from assignment a join assignment_version v on v.id = a.current_version where a.course_id = $1`,
    [course, drop],
  );
  await applyNewest(db, course);
}

async function applyNewest(db: Queryable, course: number): Promise<void> {
  const sql = `update assignment a set current_version = (select max(id) from assignment_version where assignment_id = a.id)
    where course_id = $1`;
  await execute(db, sql, [course]);
}
