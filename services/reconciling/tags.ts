import { type ComparedRepository, unheardTags } from '#services/classroom/intake/heads.ts';
import { SUBMIT_TAG } from '#services/classroom/intake/index.ts';
import type { Client } from './activity.ts';
import { fullName, handInFound } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import type { Requests } from './requests.ts';

/**
 * Hands in tags of which no delivery told, where tags hand in: GitHub sends nothing at all for more than three that are
 * pushed at once. It keeps no time of them: they count from when they were found.
 */
export async function compareTags(
  deps: ReconcilerDeps,
  requests: Requests,
  client: Client,
  repository: ComparedRepository,
): Promise<void> {
  if (!requests.take()) return;
  const place = { owner: repository.owner, repo: repository.name };
  const { data, headers } = await client.rest.git.listMatchingRefs({ ...place, ref: `tags/${SUBMIT_TAG}` });
  requests.note(headers);
  const commits = new Map(data.map(({ ref, object }) => [ref.slice('refs/tags/'.length), object]));
  for (const tag of await unheardTags(deps.database, repository.id, [...commits.keys()])) {
    const sha = await commitOf(requests, client, place, tag, commits.get(tag)!);
    if (sha) await handInFound(deps, repository, { ref: `refs/tags/${tag}`, sha, push: undefined });
    else deps.log.warn({ repository: fullName(repository), tag }, 'a tag could not be read now, or names no commit');
  }
}

/** An annotated tag is an object of its own: GitHub is asked which commit it names, and denies one that names none. */
async function commitOf(
  requests: Requests,
  client: Client,
  place: { readonly owner: string; readonly repo: string },
  tag: string,
  { type, sha }: { readonly type: string; readonly sha: string },
): Promise<string | undefined> {
  if (type === 'commit') return sha;
  if (!requests.take()) return undefined;
  const asked = client.rest.repos.getCommit({ ...place, ref: `tags/${tag}` });
  const found = await asked.catch((error: { status?: number }) => {
    if (error.status !== 404 && error.status !== 422) throw error;
  });
  return found?.data.sha;
}
