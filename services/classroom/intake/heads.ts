/** Branches as GitHub has them against what was handed in: for pushes of which no delivery can tell any more. */
import { execute, many, type Queryable } from '#services/platform/database.ts';
import { loadCourses } from './courses.ts';
import { matcher } from './match.ts';
import { forgotten } from './missed.ts';

/** A repository that GitHub is asked about: all that a webhook would say of it. */
export interface AskedRepository {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly fork: boolean;
  readonly template: boolean;
}

/** An AskedRepository, of repository `r`. */
export const askedColumns = `r.id, r.installation_id as "installationId", r.owner, r.name,
  r.default_branch as "defaultBranch", r.fork, r.template`;

/** A repository whose branches are to be compared. */
export interface ComparedRepository extends AskedRepository {
  /** GitHub's mark of the branches compared last. */
  readonly etag: string | null;
  /** Where a push counts: the default branch, and heads of open pull requests. */
  readonly branches: readonly string[];
  /** Tags hand in there. */
  readonly tags: boolean;
  /** Something was handed in there before. */
  readonly handed: boolean;
}

export interface Head {
  readonly branch: string;
  readonly sha: string;
}

/** Somebody's repositories of assignments that take hand-ins, not looked at within so many seconds; oldest look first. */
export async function repositoriesToCompare(
  db: Queryable,
  limit: number,
  olderThanSeconds: number,
): Promise<ComparedRepository[]> {
  return many<ComparedRepository>(
    db,
    `select ${askedColumns}, r.heads_etag as etag,
       array[r.default_branch] || array(select distinct p.head_branch from pull_request p
         where p.repository_id = r.id and p.open and p.head_branch <> r.default_branch) as branches,
       coalesce(a.rules ->> 'trigger' = 'tag', false) as tags,
       exists (select from hand_in h where h.repository_id = r.id) as handed
     from repository r join assignment a on a.id = r.assignment_id and not a.retired
     where r.gone is distinct from 'deleted' and r.installation_id is not null
       and (r.heads_at is null or r.heads_at < now() - make_interval(secs => $2))
     order by r.heads_at nulls first, r.id limit $1`,
    [limit, olderThanSeconds],
  );
}

/** Those of the heads that neither a hand-in has named nor a delivery that we have, or can still have. */
export async function unknownHeads(db: Queryable, repositoryId: number, heads: readonly Head[]): Promise<Head[]> {
  return many<Head>(
    db,
    `select head.branch, head.sha from unnest($2::text[], $3::text[]) as head(branch, sha)
     where not exists (select from hand_in h
         where h.repository_id = $1 and h.branch = head.branch and h.sha = head.sha)
       and not exists (select from delivery d where d.repository_id = $1
         and d.facts ->> 'branch' = head.branch and d.facts ->> 'sha' = head.sha
         and d.reason is distinct from $4)`,
    [repositoryId, heads.map(({ branch }) => branch), heads.map(({ sha }) => sha), forgotten],
  );
}

/** Those of the tags that neither a hand-in nor any delivery has named. */
export async function unheardTags(db: Queryable, repositoryId: number, tags: readonly string[]): Promise<string[]> {
  const rows = await many<{ tag: string }>(
    db,
    `select tag from unnest($2::text[]) as listed(tag)
     where not exists (select from hand_in h where h.repository_id = $1 and h.tag = listed.tag)
       and not exists (select from delivery d where d.repository_id = $1 and d.facts ->> 'tag' = listed.tag
         and d.reason is distinct from $3)`,
    [repositoryId, tags, forgotten],
  );
  return rows.map(({ tag }) => tag);
}

/** The branches were compared. Without a mark they are read whole the next time. */
export async function keepCompared(db: Queryable, repositoryId: number, etag: string | undefined): Promise<void> {
  await execute(db, 'update repository set heads_at = now(), heads_etag = $2 where id = $1', [repositoryId, etag]);
}

const beginning = 'It is what the repository began with; a push after it is handed in.';

/** A head that nobody pushed: the starter of a repository made from a template. It is no hand-in, and is not asked about again. */
export async function noteBeginning(db: Queryable, repository: ComparedRepository, head: Head): Promise<void> {
  await execute(
    db,
    `insert into delivery (guid, event, received_at, proof, processed_at, outcome, reason, installation_id,
       repository_id, facts)
     values ($1, 'push', now(), 'found', now(), 'ignored', $2, $3, $4, $5) on conflict (guid) do nothing`,
    [`beginning-${repository.id}-${head.sha}`, beginning, repository.installationId, repository.id, { ...head }],
  );
}

/** Of repositories that GitHub lists for an installation, those that we know and believed to be deleted, or to have no access to by it. */
export async function unadmittedRepositories<R extends { readonly id: number }>(
  db: Queryable,
  installationId: number,
  listed: readonly R[],
): Promise<R[]> {
  const rows = await many<{ id: number }>(
    db,
    `select id from repository where id = any($1) and (installation_id is distinct from $2 or gone = 'deleted')`,
    [listed.map(({ id }) => id), installationId],
  );
  const unadmitted = new Set(rows.map(({ id }) => id));
  return listed.filter(({ id }) => unadmitted.has(id));
}

/** Of repositories that GitHub lists, those that we have not met and that are somebody's, by their names. */
export async function unmetRepositories<R extends { readonly id: number; readonly full_name: string }>(
  db: Queryable,
  listed: readonly R[],
): Promise<R[]> {
  const met = await many<{ id: number }>(db, 'select id from repository where id = any($1)', [listed.map((r) => r.id)]);
  const known = new Set(met.map(({ id }) => id));
  const match = matcher(await loadCourses(db));
  return listed.filter((r) => !known.has(r.id) && match(r.full_name).match !== 'unmatched');
}
