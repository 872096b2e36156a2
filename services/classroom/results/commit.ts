import { maybe, type Queryable } from '#services/platform/database.ts';
import { type CommitState, stateOfSubmission } from './state.ts';

/** A commit that some delivery named. */
export interface KnownCommit {
  /** undefined while it is only received, or when it is ignored. */
  readonly submissionId: number | undefined;
  /** undefined when only its first delivery is known. */
  readonly repositoryId: number | undefined;
  readonly state: CommitState;
}

/** A repository by GitHub's number, or as `owner/name` in any case. */
export type RepositoryName = number | string;

/**
 * What became of a commit of a repository, or undefined when no push that reached us ended at it: a push hands in its
 * last commit only. `sha` is whole.
 */
export async function findCommit(
  db: Queryable,
  repository: RepositoryName,
  sha: string,
): Promise<KnownCommit | undefined> {
  const id = await findRepositoryId(db, repository);
  if (id === undefined) return unmetRepository(db, repository, sha);
  const submission = await maybe<{ id: number }>(db, submissionSql, [id, sha]);
  const repositoryId = id;
  if (submission)
    return { submissionId: submission.id, repositoryId, state: await stateOfSubmission(db, submission.id) };
  const row = (await maybe<Unhanded>(db, handInSql, [id, sha])) ?? (await maybe<Unhanded>(db, deliverySql, [id, sha]));
  return row && { submissionId: undefined, repositoryId, state: unhanded(row) };
}

/** A commit that became no submission; `why` is null as long as nobody has looked at it. */
interface Unhanded {
  readonly why: string | null;
  readonly mend: string | null;
}

const submissionSql = `
  select s.id from submission s join repository r on r.id = s.repository_id
  where s.repository_id = $1 and s.sha = $2
  order by s.assignment_id is not distinct from r.assignment_id desc, s.id desc limit 1`;

const handInSql = `
  select ignored as why, mend from hand_in where repository_id = $1 and sha = $2 and ignored is not null
  order by received_at desc, id desc limit 1`;

/** Bots' pushes, forks and whatever else hands nothing in are known only by their deliveries. */
const deliverySql = `
  select case when processed_at is not null then reason end as why, null as mend from delivery
  where repository_id = $1 and (facts ->> 'sha' = $2 or facts ->> 'headSha' = $2)
    and (processed_at is null or outcome = 'ignored')
  order by received_at desc limit 1`;

const unmetSql = `
  select null as why, null as mend from delivery
  where processed_at is null and (facts ->> 'sha' = $2 or facts ->> 'headSha' = $2)
    and (repository_id::text = $1
      or lower(concat(facts -> 'repository' ->> 'owner', '/', facts -> 'repository' ->> 'name')) = lower($1))
  limit 1`;

/** Two may have had the same name, one after the other; the one that is still there, else the newest, is meant. */
const repositorySql = `
  select id from repository where lower(owner) = lower($1) and lower(name) = lower($2)
  order by gone is not distinct from 'deleted', updated_at desc limit 1`;

async function findRepositoryId(db: Queryable, repository: RepositoryName): Promise<number | undefined> {
  const found =
    typeof repository === 'number'
      ? await maybe<{ id: number }>(db, 'select id from repository where id = $1', [repository])
      : await maybe<{ id: number }>(db, repositorySql, repository.split('/'));
  return found?.id;
}

/** Its first delivery failed before anything but the delivery itself could be kept. */
async function unmetRepository(db: Queryable, repository: RepositoryName, sha: string) {
  const row = await maybe<Unhanded>(db, unmetSql, [String(repository), sha]);
  return row && { submissionId: undefined, repositoryId: undefined, state: unhanded(row) };
}

function unhanded({ why, mend }: Unhanded): CommitState {
  return why === null ? { state: 'received' } : { state: 'ignored', why, ...(mend && { mend }) };
}
