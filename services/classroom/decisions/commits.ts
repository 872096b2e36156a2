import { submit } from '#services/classroom/intake/submit.ts';
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { many, maybe, one, type Queryable } from '#services/platform/database.ts';
import { type Place, subjectOf } from './overrides.ts';

/** A repository that a participant works in for an assignment. */
export interface WorkRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

export async function repositoriesOf(db: Queryable, { participant, assignment }: Place): Promise<WorkRepository[]> {
  const sql = 'select id, owner, name from repository where participant_id = $1 and assignment_id = $2 order by id';
  return many<WorkRepository>(db, sql, [participant.id, assignment.id]);
}

/** A commit that reached us and is no attempt: practice, or not graded at all. */
export interface OtherCommit {
  readonly repositoryId: number;
  readonly sha: string;
  readonly branch: string | null;
  /** When it first reached us. */
  readonly at: Date;
  /** Where it is graded as practice. */
  readonly submissionId: number | null;
  /** Why it is not graded, in words. */
  readonly why: string | null;
}

/** What could be handed in, newest first, at most 30. */
export async function otherCommits(db: Queryable, { participant, assignment }: Place): Promise<OtherCommit[]> {
  return many<OtherCommit>(
    db,
    `select * from (
       select distinct on (h.repository_id, h.sha) h.repository_id as "repositoryId", h.sha, h.branch,
         h.received_at as at, h.submission_id as "submissionId", h.ignored as why
       from hand_in h join repository r on r.id = h.repository_id
       where r.participant_id = $1 and r.assignment_id = $2 and not exists (select from hand_in o
         where o.repository_id = h.repository_id and o.sha = h.sha and o.official and o.submission_id is not null)
       order by h.repository_id, h.sha, h.received_at) other
     order by at desc limit 30`,
    [participant.id, assignment.id],
  );
}

export type HandedIn =
  | { readonly submissionId: number /** Ring `grading` after the commit. */; readonly queued: boolean }
  | { readonly why: string };

/**
 * Hands in a commit for a student. It counts with the time at which it first reached us, on whatever branch; one that
 * never was the head of a push counts from now. Whether the repository has it turns out when it is fetched to be graded.
 */
export async function handInCommit(
  tx: Queryable,
  place: Place,
  { repositoryId, sha }: { readonly repositoryId: number; readonly sha: string },
  actor: Actor,
): Promise<HandedIn> {
  const repositories = await repositoriesOf(tx, place);
  if (!repositories.some(({ id }) => id === repositoryId)) return { why: 'There is no such repository of this work.' };
  const commit = await wholeSha(tx, repositoryId, sha.toLowerCase());
  if (commit === undefined)
    return { why: 'Write all 40 digits of the commit: none that was pushed begins with these alone.' };
  const { participant, assignment, courseId } = place;
  const owner = { official: true, participantId: participant.id, assignmentId: assignment.id };
  const { submissionId, queued } = await submit(tx, owner, repositoryId, commit);
  if (!(await record(tx, { repositoryId, commit, submissionId }, actor)))
    return { why: 'A teacher has handed in this commit before.' };
  const after = { commit, repository: repositories.find(({ id }) => id === repositoryId)?.name };
  await note(tx, { courseId, actor, action: 'submission.hand-in', subject: subjectOf(place), after });
  return { submissionId, queued: queued !== undefined };
}

/** The commit that is meant: its whole number, or the only one pushed to the repository that begins so. */
async function wholeSha(tx: Queryable, repositoryId: number, sha: string): Promise<string | undefined> {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha)) return sha;
  if (!/^[0-9a-f]{7,39}$/.test(sha)) return undefined;
  const sql = 'select distinct sha from hand_in where repository_id = $1 and starts_with(sha, $2) limit 2';
  const known = await many<{ sha: string }>(tx, sql, [repositoryId, sha]);
  return known.length === 1 ? known[0]?.sha : undefined;
}

interface Commit {
  readonly repositoryId: number;
  readonly commit: string;
  readonly submissionId: number;
}

/** Answers whether it is new, or was taken back. */
async function record(tx: Queryable, { repositoryId, commit, submissionId }: Commit, actor: Actor): Promise<boolean> {
  const { at } = await one<{ at: Date }>(
    tx,
    `select coalesce(min(received_at), now()) as at from hand_in
     where repository_id = $1 and sha = $2 and taken_back_at is null`,
    [repositoryId, commit],
  );
  const row = await maybe(
    tx,
    `insert into hand_in (repository_id, cause, sha, official, received_at, sender_id, sender_login, submission_id)
     values ($1, 'teacher', $2, true, $3, $4, $5, $6)
     on conflict (delivery_guid, repository_id, sha, branch, tag) do update set official = true, ignored = null,
       received_at = excluded.received_at, sender_id = excluded.sender_id, sender_login = excluded.sender_login,
       submission_id = excluded.submission_id, taken_back_at = null
     where hand_in.taken_back_at is not null returning id`,
    [repositoryId, commit, at, actor.id, actor.login, submissionId],
  );
  return row !== undefined;
}
