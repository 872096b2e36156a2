/** Pull requests of which no webhook told: those that were there before the App, as GitHub Classroom's. */
import { execute, many, type Queryable } from '#services/platform/database.ts';
import { type AskedRepository, askedColumns } from './heads.ts';

/**
 * Somebody's repositories of which no Feedback pull request is known, and GitHub has not answered for one yet; those for
 * which it failed to answer come last, the longest ago first.
 */
export async function repositoriesUnasked(db: Queryable, limit: number): Promise<AskedRepository[]> {
  return many<AskedRepository>(
    db,
    `select ${askedColumns}
     from repository r join assignment a on a.id = r.assignment_id and not a.retired
     where r.pulls_at is null and r.gone is null and r.installation_id is not null
       and not exists (select from pull_request p where p.repository_id = r.id and p.feedback)
     order by r.pulls_failed_at nulls first, r.id limit $1`,
    [limit],
  );
}

/** GitHub has answered, if only that it will not tell: it is not asked again. */
export async function keepAsked(db: Queryable, repositoryId: number): Promise<void> {
  await execute(db, 'update repository set pulls_at = now() where id = $1', [repositoryId]);
}

/** There was no answer: GitHub is asked again, after it was asked for all others. */
export async function keepUnanswered(db: Queryable, repositoryId: number): Promise<void> {
  await execute(db, 'update repository set pulls_failed_at = now() where id = $1', [repositoryId]);
}

/** Tells apart what courses and which repositories there were: another text after a sync. */
export async function coursesMark(db: Queryable): Promise<string> {
  const [row] = await many<{ mark: string }>(
    db,
    `select count(*) || ' ' || coalesce(max(updated_at)::text, '') as mark from course`,
  );
  return row?.mark ?? '';
}
