import { execute, one, type Queryable } from '#services/platform/database.ts';
import { queueRun, type RunCause } from '../queue.ts';

/** Rows that a run needs, in a database of a test. */
export interface TestClassroom {
  readonly assignmentId: number;
  /** Versions of equal name have the same judging digest. */
  version(judging: string): Promise<number>;
  /** A student with a repository. */
  student(login: string): Promise<{ participantId: number; repositoryId: number }>;
  /** A commit handed in by push; one hex digit stands for forty. */
  submission(login: string, sha: string, official?: boolean): Promise<number>;
  queue(submissionId: number, cause?: RunCause, versionId?: number): Promise<number>;
}

export async function testClassroom(
  db: Queryable,
  { slug = 'go', weight = 1, firstRepository = 1000 } = {},
): Promise<TestClassroom> {
  const id = async (sql: string, values: unknown[]) =>
    (await one<{ id: number }>(db, `${sql} returning id`, values)).id;
  const courseId = await id(
    `insert into course (slug, title, time_zone, organisations, weight, document)
     values ($1, 'Go', 'UTC', '{school}', $2, '{}')`,
    [slug, weight],
  );
  const assignmentId = await id(
    `insert into assignment (course_id, slug, title, position) values ($1, 'm02', 'M02', 1)`,
    [courseId],
  );
  const version = (judging: string, bundle = `bundle of ${judging}`) =>
    id(
      `insert into assignment_version (assignment_id, bundle, judging, rules, document) values ($1, $2, $3, 'rules', '{}')
       on conflict (assignment_id, bundle, judging, rules) do update set rules = 'rules'`,
      [assignmentId, bundle, judging],
    );
  const current = await version('first tests');
  const students = new Map<string, { participantId: number; repositoryId: number }>();

  async function student(login: string) {
    const known = students.get(login);
    if (known) return known;
    const participantId = await id(`insert into participant (course_id, kind, name) values ($1, 'student', $2)`, [
      courseId,
      login,
    ]);
    const repositoryId = firstRepository + students.size;
    await execute(
      db,
      `insert into repository (id, installation_id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
       values ($1, 1, 'school', $2, 'main', $3, $4, $5, 'pattern', '')`,
      [repositoryId, `m02-${login}`, courseId, assignmentId, participantId],
    );
    students.set(login, { participantId, repositoryId });
    return { participantId, repositoryId };
  }

  async function submission(login: string, shaOrDigit: string, official = true) {
    const { participantId, repositoryId } = await student(login);
    const sha = shaOrDigit.length === 1 ? shaOrDigit.repeat(40) : shaOrDigit;
    const submissionId = await id(
      'insert into submission (assignment_id, repository_id, participant_id, sha) values ($1, $2, $3, $4)',
      [assignmentId, repositoryId, participantId, sha],
    );
    await execute(
      db,
      `insert into hand_in (repository_id, cause, branch, sha, official, received_at, submission_id)
       values ($1, 'push', 'main', $2, $4, now(), $3)`,
      [repositoryId, sha, submissionId, official],
    );
    return submissionId;
  }

  return {
    assignmentId,
    version,
    student,
    submission,
    queue: async (submissionId, cause = 'hand-in', versionId = current) =>
      (await queueRun(db, { submissionId, versionId, cause })).id,
  };
}
