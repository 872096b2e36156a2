import { requestReport } from '#services/classroom/reports/outbox.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import { type EventKind, noted, type OfRepository } from '../arrival.ts';
import { idAt } from '../payload.ts';

interface CommentFacts extends OfRepository {
  readonly commentId: number;
  readonly authorId: number | undefined;
}

/** At most one restoration in so many seconds: whoever fights over the comment must not make us hammer GitHub. */
const restoreEverySeconds = 600;

/**
 * Students with write access can edit and delete our comment. What anyone but its author (our App) did to it is undone:
 * forgetting what was last written makes the reporter write it again.
 */
export const issueComment: EventKind<CommentFacts> = {
  read(payload, common) {
    const commentId = idAt(payload, 'comment', 'id');
    const { repository } = common;
    if (!repository) return { lacks: 'repository' };
    if (!commentId) return { lacks: 'comment.id' };
    return { ...common, repository, commentId, authorId: idAt(payload, 'comment', 'user', 'id') };
  },

  async act(arrival, { action, repository, commentId, authorId, sender }) {
    if (action !== 'edited' && action !== 'deleted') return noted();
    if (sender && sender.id === authorId) return noted('its author did it');
    const pull = await forget(arrival.tx, repository.id, commentId, action === 'deleted');
    if (!pull) return noted('it is no comment of ours');
    await requestReport(arrival.tx, {
      ...{ kind: 'comment', subject: `${repository.id}#${pull.number}`, repositoryId: repository.id },
      delaySeconds: pull.delaySeconds,
    });
    arrival.bells.add('reporting');
    return noted(`our comment was ${action} by ${sender?.login ?? 'somebody'}; it will be restored`);
  },
};

/** Undefined when the comment is none of ours. The time written is when the restoration is due, so the next one waits from there. */
async function forget(tx: Queryable, repositoryId: number, commentId: number, deleted: boolean) {
  return maybe<{ number: number; delaySeconds: number }>(
    tx,
    `update pull_request set comment_digest = null, comment_id = case when $3 then null else comment_id end,
       comment_restored_at = case when comment_restored_at > now() then comment_restored_at
         else greatest(now(), comment_restored_at + make_interval(secs => $4)) end
     where repository_id = $1 and comment_id = $2
     returning number, ceil(extract(epoch from comment_restored_at - now()))::int as "delaySeconds"`,
    [repositoryId, commentId, deleted, restoreEverySeconds],
  );
}
