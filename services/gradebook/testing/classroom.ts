import type { Judgement } from '#graders/check.ts';
import type { Criterion } from '#services/classroom/assignment/document.ts';
import { digestOf } from '#services/classroom/trees.ts';
import { execute, one, type Queryable } from '#services/platform/database.ts';

/** A criterion with everything unimportant filled in. */
export function criterion(name: string, points: number, more: Partial<Criterion> = {}): Criterion {
  return {
    name,
    title: name,
    check: 'tests',
    state: 'judged',
    points,
    penalty: 0,
    gate: false,
    visibility: 'visible',
    options: {},
    ...more,
  };
}

/** A judgement with everything unimportant filled in. */
export function judgement(credit: number, more: Partial<Judgement> = {}): Judgement {
  return { credit, summary: `credit ${credit}`, cases: [], findings: [], tampering: [], evidence: {}, ...more };
}

/** A course with one assignment version, for tests that look at results. */
export async function seedCourse(db: Queryable, slug: string, rubrics: Readonly<Record<string, readonly Criterion[]>>) {
  const course = await one<{ id: number }>(
    db,
    `insert into course (slug, title, time_zone, organisations, document) values ($1, $2, 'Europe/Berlin', '{school}', '{}') returning id`,
    [slug, `Course ${slug}`],
  );
  const assignments = new Map<string, { id: number; version: number }>();
  for (const [name, rubric] of Object.entries(rubrics)) {
    const a = await one<{ id: number }>(
      db,
      'insert into assignment (course_id, slug, title, position) values ($1, $2, $3, $4) returning id',
      [course.id, name, `Assignment ${name}`, assignments.size],
    );
    const v = await one<{ id: number }>(
      db,
      `insert into assignment_version (assignment_id, bundle, judging, rules, document) values ($1, $2, $2, $2, $3) returning id`,
      [a.id, digestOf(name), JSON.stringify({ rubric })],
    );
    await execute(db, 'update assignment set current_version = $2 where id = $1', [a.id, v.id]);
    assignments.set(name, { id: a.id, version: v.id });
  }
  return { course, assignments };
}

export interface SeededSubmission {
  readonly course: number;
  readonly assignment: { readonly id: number; readonly version: number };
  readonly participant: string;
  readonly repository: number;
  readonly sha: string;
  readonly receivedAt: string;
  readonly state?: string;
  readonly judgements?: Readonly<Record<string, Judgement>>;
  readonly tampering?: readonly string[];
  readonly tree?: string;
}

/** A submission with an official hand-in and one run; answers their ids. */
export async function seedSubmission(
  db: Queryable,
  seed: SeededSubmission,
): Promise<{ submission: number; run: number }> {
  const person = await one<{ id: number }>(
    db,
    `insert into participant (course_id, kind, name) values ($1, 'student', $2)
     on conflict (course_id, kind, name) do update set name = excluded.name returning id`,
    [seed.course, seed.participant],
  );
  await execute(
    db,
    `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     values ($1, 'school', $2, 'main', $3, $4, $5, 'pattern', '') on conflict (id) do nothing`,
    [seed.repository, `repo-${seed.repository}`, seed.course, seed.assignment.id, person.id],
  );
  const submission = await one<{ id: number }>(
    db,
    `insert into submission (assignment_id, repository_id, participant_id, sha, tree) values ($1, $2, $3, $4, $5) returning id`,
    [seed.assignment.id, seed.repository, person.id, seed.sha, seed.tree ?? null],
  );
  await execute(
    db,
    `insert into hand_in (repository_id, cause, branch, sha, official, received_at, submission_id, sender_login)
     values ($1, 'push', 'main', $2, true, $3, $4, $5)`,
    [seed.repository, seed.sha, seed.receivedAt, submission.id, seed.participant],
  );
  return { submission: submission.id, run: await seedRun(db, submission.id, seed) };
}

async function seedRun(db: Queryable, submission: number, seed: SeededSubmission): Promise<number> {
  const run = await one<{ id: number }>(
    db,
    `insert into run (submission_id, version_id, cause, state, mode, tampering, timings, versions, machines, finished_at)
     values ($1, $2, 'hand-in', $3, 'shared', $4, $5, $6, $7, now()) returning id`,
    [
      submission,
      seed.assignment.version,
      seed.state ?? 'done',
      JSON.stringify(seed.tampering ?? []),
      JSON.stringify({ fetch: 120, compile: 900, run: 640, judge: 12 }),
      JSON.stringify({ go: 'go1.26.8', image: 'sha256:0123456789abcdef', assignment: digestOf('x') }),
      JSON.stringify({ 1: { worker: 'grader/204', cores: 8, load: 0.62, lanes: 4, busy: 2 } }),
    ],
  );
  for (const [position, [name, judged]] of Object.entries(seed.judgements ?? {}).entries()) {
    await execute(
      db,
      `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement) values ($1, $2, $3, 'tests', 'judged', $4, $5)`,
      [run.id, name, position, judged.credit, JSON.stringify(judged)],
    );
  }
  if ((seed.state ?? 'done') === 'done') {
    await execute(db, `insert into run_choice (submission_id, run_id, reason) values ($1, $2, 'first run')`, [
      submission,
      run.id,
    ]);
  }
  return run.id;
}
