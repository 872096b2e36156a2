import { createHash } from 'node:crypto';
import { grantExtension } from '#services/classroom/decisions/extensions.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { proposeRegrade } from '#services/classroom/proposals/regrade.ts';
import { askRegrade } from '#services/classroom/requests/ask.ts';
import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';

/** A graded run that just happened: history is made of such, at earlier times and of other people. */
interface Model {
  readonly runId: number;
  readonly share: number;
}

const hour = 3_600_000;
const teacher = { login: 'teacher' };
const organisation = 'example-classroom';

const modelsSql = `
  select r.id as "runId", coalesce(avg(e.credit), 0) as share
  from run r join criterion_result e on e.run_id = r.id join submission s on s.id = r.submission_id
    join assignment a on a.id = s.assignment_id
  where r.state = 'done' and a.slug = 'm02-gradebook' group by r.id order by share, r.id`;

/**
 * Gives classmates a history in the first assignment: two to four attempts each, most of them before it was due, some
 * late. Each is a copy of evidence that this demo has just produced. Does nothing where it produced none.
 */
export async function writeHistory(tx: Queryable, classmates: readonly string[], due: Date): Promise<void> {
  const models = await many<Model>(tx, modelsSql);
  if (models.length === 0) return;
  const sql = `select a.id, a.current_version as version, c.id as "courseId" from assignment a join course c on c.id = a.course_id
    where a.slug = 'm02-gradebook'`;
  const assignment = await one<Assignment>(tx, sql);
  for (const [i, login] of classmates.entries()) {
    const participant = await participantOf(tx, assignment.courseId, login);
    const repository = await repositoryOf(tx, assignment, participant, login, 9_000_000 + i);
    const attempts = 2 + (i % 3);
    for (let n = 0; n < attempts; n++) {
      const best = models[Math.min(models.length - 1, Math.floor((models.length * (i + n * 3)) / 20))] as Model;
      await attempt(tx, { assignment, participant, repository, model: best, login, at: timeOf(due, i, n, attempts) });
    }
  }
}

interface Assignment {
  readonly id: number;
  readonly version: number;
  readonly courseId: number;
}

/** The last attempt of every fifth is late; the others come in the days before, most of them in the last evening. */
function timeOf(due: Date, i: number, n: number, attempts: number): Date {
  const last = n === attempts - 1;
  const hours = last && i % 5 === 0 ? 3 + i : -0.4 * (i + 1) - (attempts - 1 - n) * 9;
  return new Date(due.getTime() + hours * hour);
}

async function participantOf(tx: Queryable, courseId: number, login: string): Promise<number> {
  const sql = `select p.id from participant p join participant_account a on a.participant_id = p.id
    where p.course_id = $1 and a.login = $2`;
  return (await one<{ id: number }>(tx, sql, [courseId, login])).id;
}

async function repositoryOf(tx: Queryable, assignment: Assignment, participant: number, login: string, id: number) {
  await execute(
    tx,
    `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     values ($1, $2, $3, 'main', $4, $5, $6, 'pattern', 'its name says it')`,
    [id, organisation, `m02-gradebook-${login}`, assignment.courseId, assignment.id, participant],
  );
  return id;
}

interface Attempt {
  readonly assignment: Assignment;
  readonly participant: number;
  readonly repository: number;
  readonly model: Model;
  readonly login: string;
  readonly at: Date;
}

async function attempt(
  tx: Queryable,
  { assignment, participant, repository, model, login, at }: Attempt,
): Promise<void> {
  const sha = createHash('sha1').update(`${login} ${at.toISOString()}`).digest('hex');
  const { id: submission } = await one<{ id: number }>(
    tx,
    `insert into submission (assignment_id, repository_id, participant_id, sha, tree, created_at)
     select $1, $2, $3, $4, s.tree, $5 from run r join submission s on s.id = r.submission_id where r.id = $6 returning id`,
    [assignment.id, repository, participant, sha, at, model.runId],
  );
  await execute(
    tx,
    `insert into hand_in (repository_id, cause, branch, sha, official, received_at, submission_id, sender_login)
     values ($1, 'push', 'main', $2, true, $3, $4, $5)`,
    [repository, sha, at, submission, login],
  );
  await copyRun(tx, model.runId, submission, at);
}

/** Evidence as it was found, under another commit and at another time. */
async function copyRun(tx: Queryable, from: number, submission: number, at: Date): Promise<void> {
  const { id } = await one<{ id: number }>(
    tx,
    `insert into run (submission_id, version_id, cause, state, created_at, started_at, finished_at, seed, mode, tampering,
       findings, versions, timings)
     select $2, version_id, 'hand-in', 'done', $3, $3, $3::timestamptz + (finished_at - started_at), seed, mode, tampering,
       findings, versions, timings from run where id = $1 returning id`,
    [from, submission, at],
  );
  await execute(
    tx,
    `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement)
     select $2, name, position, check_name, state, credit, judgement from criterion_result where run_id = $1`,
    [from, id],
  );
  const sql = `insert into run_choice (submission_id, run_id, reason, chosen_at) values ($1, $2, 'first result', $3)`;
  await execute(tx, sql, [submission, id, at]);
}

/** An extension, and a request of a student: what a teacher finds in the morning. */
export async function writeDecisions(tx: Queryable, due: Date): Promise<void> {
  const finn = await one<{ courseId: number; participantId: number }>(
    tx,
    `select p.course_id as "courseId", p.id as "participantId"
     from participant p join participant_account k on k.participant_id = p.id where k.login = 'finn'`,
  );
  const until = new Date(due.getTime() + 72 * hour);
  const wish = { whom: finn, assignment: 'm02-gradebook', time: { until }, reason: 'was ill, note of the doctor' };
  await grantExtension(tx, finn.courseId, wish, teacher);
  const lost = `select s.id as "submissionId", e.name as criterion from submission s join participant_account k
      on k.participant_id = s.participant_id join counted_run c on c.submission_id = s.id
      join criterion_result e on e.run_id = c.run_id
    where k.login = 'eve' and e.credit < 1 order by s.id desc, e.position limit 1`;
  const found = await maybe<{ submissionId: number; criterion: string }>(tx, lost);
  const eve = await maybe<Account>(tx, `select github_id as "githubId", login from account where login = 'eve'`);
  const reason = 'The task does not say what an empty book gives. I return nil, is that not fine?';
  if (found && eve) await askRegrade(tx, eve, { ...found, reason });
}

/** One who was judged by a test that was too strict is graded again, beside the grade that counts. */
export async function askForRegrade(tx: Queryable): Promise<void> {
  const found = await maybe<{ courseId: number; assignmentId: number; participantId: number }>(
    tx,
    `select a.course_id as "courseId", a.id as "assignmentId", p.id as "participantId" from assignment a
     join participant p on p.course_id = a.course_id and p.name = 'data-race' where a.slug = 'm05-crawler'`,
  );
  const why = 'TestResult asked for more than the task says';
  if (found) await proposeRegrade(tx, { ...found, why }, teacher);
}
