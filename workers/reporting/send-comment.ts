import type { GitHub, RepositoryRef } from '#services/platform/github/app.ts';
import { isMore } from '#services/platform/github/pages.ts';
import { commentMarker } from './render/comment.ts';

export interface CommentTarget {
  readonly repository: RepositoryRef;
  readonly pullNumber: number;
  /** GitHub's id of our comment, when we know it. */
  readonly known: number | undefined;
  readonly uncertain: boolean;
}

/** Edits our one comment of a pull request in place, or creates it; answers GitHub's id. */
export async function sendComment(github: GitHub, target: CommentTarget, body: string): Promise<number> {
  const { rest } = await github.client(target.repository);
  const place = { owner: target.repository.owner, repo: target.repository.name };
  const edit = async (id: number | undefined) =>
    id === undefined ? undefined : rest.issues.updateComment({ ...place, comment_id: id, body }).catch(goneIsUndefined);
  const known = await edit(target.known);
  if (known) return known.data.id;
  // The one we know may have been deleted, and an earlier try have made it anew without our hearing of it.
  const found = target.uncertain ? await edit(await findOurs(github, target)) : undefined;
  if (found) return found.data.id;
  return (await rest.issues.createComment({ ...place, issue_number: target.pullNumber, body })).data.id;
}

/** Ours is what our App wrote; the marker only tells it from other comments of the App. */
async function findOurs(github: GitHub, target: CommentTarget): Promise<number | undefined> {
  const { rest } = await github.client(target.repository);
  const { owner, name: repo } = target.repository;
  const query = { owner, repo, issue_number: target.pullNumber, per_page: 100 };
  for (let page = 1; ; page++) {
    const { data, headers } = await rest.issues.listComments({ ...query, page });
    const written = data.filter((comment) => comment.performed_via_github_app?.id === github.appId);
    const ours = written.find((comment) => comment.body?.startsWith(commentMarker));
    if (ours || !isMore(headers)) return ours?.id;
  }
}

/** Somebody deleted our comment: it is made anew. */
function goneIsUndefined(error: { status?: number }): undefined {
  if (error.status !== 404 && error.status !== 410) throw error;
}
