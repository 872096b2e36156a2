import { addComment, deleteComment, editComment, mayChange } from '../../controls/comments.ts';
import { commentObject } from '../../objects/comment.ts';
import type { Comment } from '../../world.ts';
import { type Answer, created, noContent, notFound, ok, Refusal } from '../answer.ts';
import { accountOf, type Permission, pick, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';

/** For comments on pull requests either permission does. */
const reading: readonly Permission[] = ['issues:read', 'pull_requests:read'];
const writing: readonly Permission[] = ['issues:write', 'pull_requests:write'];

export const commentRoutes = {
  'issues/create-comment': { by: 'repository', needs: writing, isContent: true, handle: create },
  'issues/list-comments': { by: 'repository', needs: reading, handle: list },
  'issues/get-comment': { by: 'repository', needs: reading, handle: get },
  'issues/update-comment': { by: 'repository', needs: writing, handle: update },
  'issues/delete-comment': { by: 'repository', needs: writing, handle: remove },
} as const satisfies Record<string, Route>;

function found(call: RepositoryCall): Comment {
  return pick(call.repository.comments, (comment) => String(comment.id) === call.params.comment_id);
}

function pullNumber(call: RepositoryCall): number {
  const wanted = call.params.issue_number;
  return pick(call.repository.pulls, (pull) => String(pull.number) === wanted).number;
}

function create(call: RepositoryCall): Answer {
  const { world, repository, caller } = call;
  const app = caller.kind === 'installation' ? caller.app : null;
  const wanted = { pull: pullNumber(call), body: String(call.body.body), author: accountOf(call), app };
  return created(commentObject(world, repository, addComment(world, repository, wanted)));
}

function list(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const number = pullNumber(call);
  const since = call.query.since === undefined ? 0 : Date.parse(call.query.since);
  const comments = repository.comments.filter((each) => each.pull === number && each.updatedAt.getTime() >= since);
  return page(call, comments, (items) => items.map((each) => commentObject(world, repository, each)));
}

function get(call: RepositoryCall): Answer {
  return ok(commentObject(call.world, call.repository, found(call)));
}

function changeable(call: RepositoryCall): Comment {
  const comment = found(call);
  if (call.caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (call.caller.kind === 'user' && !mayChange(call.world, call.repository, comment, call.caller.account))
    throw notFound();
  return comment;
}

function update(call: RepositoryCall): Answer {
  const comment = changeable(call);
  editComment(call.world, call.repository, comment, accountOf(call), String(call.body.body));
  return ok(commentObject(call.world, call.repository, comment));
}

function remove(call: RepositoryCall): Answer {
  deleteComment(call.world, call.repository, changeable(call), accountOf(call));
  return noContent;
}
