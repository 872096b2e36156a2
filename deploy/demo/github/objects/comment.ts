import { levelOf } from '../levels.ts';
import type { Comment, Json, Repository, World } from '../world.ts';
import { accountObject, appObject, nodeId } from './account.ts';
import { pullPage, reactionsObject } from './pull.ts';
import { repositoryUrl } from './repository.ts';

export function commentObject(world: World, repository: Repository, comment: Comment): Json {
  const api = repositoryUrl(world, repository);
  const url = `${api}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${pullPage(world, repository, comment.pull)}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.pull}`,
    user: accountObject(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt.toISOString(),
    updated_at: comment.updatedAt.toISOString(),
    author_association: levelOf(world, repository, comment.author) === null ? 'NONE' : 'COLLABORATOR',
    performed_via_github_app: comment.app === null ? null : appObject(world, comment.app),
    reactions: reactionsObject(url),
  };
}
