/** How a large course comes to be, in SQL alone: a hundred thousand rows and more, in seconds. */
export interface Size {
  readonly students: number;
  readonly assignments: number;
  /** Of each student at each assignment. */
  readonly attempts: number;
}

interface Step {
  /** `$1`: the course. */
  readonly sql: string;
  /** `$2`. */
  readonly needs?: keyof Size | 'rubric';
}

/** A failed case says what it got and wanted, as real ones do; so evidence is long, and lies apart from its row. */
const caseOf = `json_strip_nulls(json_build_object('name', 'TestMerge/case' || k, 'verdict', v.verdict, 'weight', 1,
  'visibility', 'visible', 'flaky', case when k = 3 and random() < 0.01 then true end,
  'output', case when v.verdict = 'fail' then (select string_agg(md5(random()::text), E'\\n') from generate_series(1, 12) where k > 0) end))`;

export const STEPS: readonly Step[] = [
  {
    sql: `insert into participant (course_id, kind, name) select $1, 'student', 'student-' || n from generate_series(1, $2::int) n`,
    needs: 'students',
  },
  {
    sql: `insert into roster_entry (course_id, participant_id, name, section)
      select $1, id, 'Person ' || id, (array['A', 'B', 'C'])[1 + id % 3] from participant where course_id = $1`,
  },
  {
    sql: `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
      select $1 * 1000000 + row_number() over (), 'school', a.slug || '-' || p.name, 'main', $1, a.id, p.id, 'pattern', ''
      from assignment a, participant p where a.course_id = $1 and p.course_id = $1`,
  },
  {
    sql: `insert into submission (assignment_id, repository_id, participant_id, sha)
      select r.assignment_id, r.id, r.participant_id, encode(sha256((r.id || '/' || n)::bytea), 'hex')
      from repository r, generate_series(1, $2::int) n where r.course_id = $1 order by n, random()`,
    needs: 'attempts',
  },
  {
    sql: `insert into hand_in (repository_id, cause, branch, sha, official, received_at, submission_id, sender_login)
      select s.repository_id, 'push', 'main', s.sha, true, (a.rules ->> 'due')::timestamptz + (random() * 6 - 5) * interval '1 day', s.id, 'x'
      from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1`,
  },
  {
    sql: `insert into run (submission_id, version_id, cause, state, mode, timings, versions, created_at, started_at, finished_at)
      select s.id, a.current_version, 'hand-in', 'done', 'sealed', '{"fetch": 120, "compile": 900, "run": 640, "judge": 12}',
        '{"go": "go1.26.8"}', now(), now(), now() + random() * interval '9 seconds'
      from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1`,
  },
  {
    sql: `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement)
      select r.id, c.value ->> 'name', c.ordinality, c.value ->> 'check', 'judged',
        case when random() < 0.6 then 1 else round(random()::numeric, 2) end,
        json_build_object('credit', 1, 'summary', 'x', 'findings', '[]'::json, 'tampering', '[]'::json, 'evidence', '{}'::json, 'cases',
          case when c.value ->> 'name' <> 'tests-a' then '[]'::json else (select json_agg(${caseOf}) from generate_series(1, 8) k
            cross join lateral (select case when random() < 0.7 and k > 0 then 'pass' else 'fail' end) v(verdict) where r.id > 0) end)
      from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id and a.course_id = $1,
        jsonb_array_elements($2::jsonb) with ordinality c`,
    needs: 'rubric',
  },
  {
    sql: `insert into run_choice (submission_id, run_id, reason) select submission_id, r.id, 'first result'
      from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id where a.course_id = $1`,
  },
  {
    sql: `insert into mark (submission_id, criterion, credit, marked_by) select s.id, 'style', round(random()::numeric, 1), 'prof'
      from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1 and a.position % 5 = 3 and s.id % 3 = 0`,
  },
];
