import { isAtLeast, levelOf } from '../levels.ts';
import { emitComment } from '../webhooks/emit.ts';
import type { Account, App, Comment, Repository, World } from '../world.ts';

export interface NewComment {
  readonly pull: number;
  readonly body: string;
  readonly author: Account;
  readonly app: App | null;
}

export function addComment(world: World, repository: Repository, wanted: NewComment): Comment {
  const at = world.now();
  const comment: Comment = { ...wanted, id: world.nextId('comment'), createdAt: at, updatedAt: at };
  repository.comments.push(comment);
  emitComment(world, 'created', repository, comment, wanted.author);
  return comment;
}

/** Whoever can push to a repository can change and delete everybody's comments in it, an App's too. */
export function mayChange(world: World, repository: Repository, comment: Comment, account: Account): boolean {
  return comment.author.id === account.id || isAtLeast(levelOf(world, repository, account), 'write');
}

export function editComment(
  world: World,
  repository: Repository,
  comment: Comment,
  editor: Account,
  body: string,
): void {
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.updatedAt = world.now();
  emitComment(world, 'edited', repository, comment, editor, { changes });
}

export function deleteComment(world: World, repository: Repository, comment: Comment, by: Account): void {
  repository.comments.splice(repository.comments.indexOf(comment), 1);
  emitComment(world, 'deleted', repository, comment, by);
}
