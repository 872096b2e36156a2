import { execute, one, type Queryable } from '#services/platform/database.ts';

export interface Size {
  readonly students: number;
  readonly assignments: number;
  readonly attempts: number;
}

const criterion = (name: string, check: string, points: number) => ({
  ...{ name, title: name, check, state: 'judged', points, penalty: points === 0 ? 5 : 0, gate: false },
  ...{ visibility: 'visible', options: {} },
});
const RUBRIC = [
  ...['build', 'vet', 'format'].map((name) => criterion(name, name, 0)),
  ...['a', 'b', 'c', 'd', 'e'].map((letter) => criterion(`tests-${letter}`, 'tests', 20)),
];

/** Each takes `$1`, the course; cases stand in one criterion of each run, as one table test has them. */
const STEPS = [
  `insert into participant (course_id, kind, name) select $1, 'student', 'student-' || n from generate_series(1, $2::int) n`,
  `insert into roster_entry (course_id, participant_id, name, section)
     select $1, id, 'Person ' || id, (array['A', 'B', 'C'])[1 + id % 3] from participant where course_id = $1`,
  `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     select $1 * 1000000 + row_number() over (), 'school', a.slug || '-' || p.name, 'main', $1, a.id, p.id, 'pattern', ''
     from assignment a, participant p where a.course_id = $1 and p.course_id = $1`,
  `insert into submission (assignment_id, repository_id, participant_id, sha)
     select r.assignment_id, r.id, r.participant_id, encode(sha256((r.id || '/' || n)::bytea), 'hex')
     from repository r, generate_series(1, $2::int) n where r.course_id = $1 order by n, random()`,
  `insert into hand_in (repository_id, cause, branch, sha, official, received_at, submission_id, sender_login)
     select s.repository_id, 'push', 'main', s.sha, true, (a.rules ->> 'due')::timestamptz + (random() * 6 - 5) * interval '1 day', s.id, 'x'
     from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1`,
  `insert into run (submission_id, version_id, cause, state, mode, timings, versions, created_at, started_at, finished_at)
     select s.id, a.current_version, 'hand-in', 'done', 'sealed', '{"fetch": 120, "compile": 900, "run": 640, "judge": 12}',
       '{"go": "go1.26.8"}', now(), now(), now() + random() * interval '9 seconds'
     from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1`,
  `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement)
     select r.id, c.value ->> 'name', c.ordinality, c.value ->> 'check', 'judged',
       case when random() < 0.6 then 1 else round(random()::numeric, 2) end,
       json_build_object('credit', 1, 'summary', 'x', 'findings', '[]'::json, 'tampering', '[]'::json, 'evidence', '{}'::json, 'cases',
         case when c.value ->> 'name' <> 'tests-a' then '[]'::json else (select json_agg(json_build_object('name', 'TestMerge/case' || k,
           'verdict', case when random() < 0.7 then 'pass' else 'fail' end, 'weight', 1, 'visibility', 'visible',
           'flaky', k = 3 and random() < 0.01)) from generate_series(1, 8) k where r.id > 0) end)
     from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id and a.course_id = $1,
       jsonb_array_elements($2::jsonb) with ordinality c`,
  `insert into run_choice (submission_id, run_id, reason) select submission_id, r.id, 'first result'
     from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id where a.course_id = $1`,
] as const;

/** A course of that size, with due dates five days apart of which most are over. */
export async function seedClass(db: Queryable, slug: string, size: Size): Promise<void> {
  const { id } = await one<{ id: number }>(
    db,
    `insert into course (slug, title, time_zone, organisations, document)
     values ($1, 'A large course', 'Europe/Berlin', '{school}', '{}') returning id`,
    [slug],
  );
  await seedAssignments(db, id, size);
  const second: Readonly<Record<number, unknown>> = { 0: size.students, 3: size.attempts, 6: JSON.stringify(RUBRIC) };
  for (const [i, step] of STEPS.entries()) await execute(db, step, step.includes('$2') ? [id, second[i]] : [id]);
  await execute(db, 'vacuum analyze');
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
    `insert into assignment_version (assignment_id, bundle, judging, rules, document)
     select id, 'b', 'j', 'r', jsonb_build_object('rubric', $2::jsonb) from assignment where course_id = $1`,
    [course, JSON.stringify(RUBRIC)],
  );
  const sql = `update assignment a set current_version = v.id from assignment_version v where v.assignment_id = a.id and course_id = $1`;
  await execute(db, sql, [course]);
}
