import { type EventKind, ignored, isBot, type OfRepository } from '../arrival.ts';
import { handIn } from '../hand-in.ts';
import { commitAt, flagAt, listAt, textAt, timeAt } from '../payload.ts';
import { repositoryOf } from '../repository.ts';

/** What a push says. Sizes and the commit's own time are kept as facts; nothing is decided from them. */
interface PushFacts extends OfRepository {
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  /** Undefined when the branch or tag was deleted. */
  readonly sha: string | undefined;
  readonly before: string | undefined;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** In this payload; GitHub leaves out what is above 2,048. */
  readonly commits: number;
  /** Written by the student's machine: shown, never believed. */
  readonly committedAt: string | undefined;
}

/** A push hands in the commit that its branch or tag now names. */
export const push: EventKind<PushFacts> = {
  read(payload, common) {
    const ref = textAt(payload, 'ref');
    const branch = ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
    const tag = ref?.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
    const deleted = flagAt(payload, 'deleted') || /^0+$/.test(textAt(payload, 'after') ?? '');
    // An annotated tag is an object of its own; the commit it names is head_commit.
    const commit = tag
      ? (commitAt(payload, 'head_commit', 'id') ?? commitAt(payload, 'after'))
      : commitAt(payload, 'after');
    const { repository } = common;
    if (!repository) return { lacks: 'repository' };
    if (!branch && !tag) return { lacks: 'ref' };
    if (!deleted && !commit) return { lacks: 'after' };
    return {
      ...{ ...common, repository, branch, tag, deleted, sha: deleted ? undefined : commit },
      before: commitAt(payload, 'before'),
      forced: flagAt(payload, 'forced'),
      commits: listAt(payload, 'commits').length,
      committedAt: timeAt(payload, 'head_commit', 'timestamp'),
    };
  },

  async act(arrival, facts) {
    const repository = await repositoryOf(arrival, facts);
    const { branch, tag, sha, before, sender } = facts;
    if (!sha) return ignored(`the ${tag ? `tag ${tag}` : `branch ${branch}`} was deleted`);
    if (isBot(sender)) return ignored(`${sender.login} is no participant but a bot`);
    const { receivedAt, proof } = arrival;
    const cause = tag ? 'tag' : 'push';
    return handIn(arrival, repository, { cause, branch, tag, sha, before, sender, receivedAt, proof });
  },
};
