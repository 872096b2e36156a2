import { requestReport } from '#services/classroom/reports/outbox.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import {
  type Arrival,
  type EventKind,
  ignored,
  isBot,
  noted,
  type OfRepository,
  type Outcome,
  type Proof,
} from '../arrival.ts';
import { handIn } from '../hand-in.ts';
import { commitAt, idAt, numberAt, textAt, timeAt } from '../payload.ts';
import { type Repository, repositoryOf } from '../repository.ts';

interface PullRequestFacts extends OfRepository {
  readonly number: number;
  readonly headBranch: string;
  readonly headSha: string;
  /** Undefined when the fork it came from is gone. */
  readonly headRepository: number | undefined;
  readonly baseBranch: string;
  readonly open: boolean;
  readonly changedAt: string | undefined;
}

const mayHandIn: ReadonlySet<string | undefined> = new Set(['opened', 'reopened', 'synchronize', 'edited']);

/**
 * Keeps what is known of pull requests, and hands in the head of one that is opened: its branch may have been pushed
 * when nothing asked for it to be graded, or by a push that never reached us.
 */
export const pullRequest: EventKind<PullRequestFacts> = {
  read(payload, common) {
    const number = numberAt(payload, 'pull_request', 'number');
    const headBranch = textAt(payload, 'pull_request', 'head', 'ref');
    const headSha = commitAt(payload, 'pull_request', 'head', 'sha');
    const baseBranch = textAt(payload, 'pull_request', 'base', 'ref');
    const { repository } = common;
    if (!repository) return { lacks: 'repository' };
    if (!number) return { lacks: 'pull_request.number' };
    if (!headBranch || !headSha) return { lacks: `pull_request.head.${headBranch ? 'sha' : 'ref'}` };
    if (!baseBranch) return { lacks: 'pull_request.base.ref' };
    return {
      ...{ ...common, repository, number, headBranch, headSha, baseBranch },
      headRepository: idAt(payload, 'pull_request', 'head', 'repo', 'id'),
      open: textAt(payload, 'pull_request', 'state') === 'open',
      changedAt: timeAt(payload, 'pull_request', 'updated_at'),
    };
  },

  async act(arrival, facts) {
    const repository = await repositoryOf(arrival, facts);
    if (facts.headRepository !== repository.id) return ignored('its branch is in a fork, not in this repository');
    await keep(arrival.tx, repository, facts);
    if (!facts.open || !mayHandIn.has(facts.action)) return noted();
    const outcome = await handInHead(arrival, repository, facts);
    if (repository.participantId !== null && (await anyResult(arrival.tx, repository.id))) {
      const subject = `${repository.id}#${facts.number}`;
      await requestReport(arrival.tx, { kind: 'comment', subject, repositoryId: repository.id });
      arrival.bells.add('reporting');
    }
    return outcome;
  },
};

async function handInHead(arrival: Arrival, repository: Repository, facts: PullRequestFacts): Promise<Outcome> {
  const last = await lastHandIn(arrival.tx, repository.id, facts);
  if (last?.submissionId) return noted('its head is handed in already');
  if (!last && isBot(facts.sender)) return ignored(`${facts.sender.login} is no participant but a bot`);
  const sender = last ? (last.sender ?? undefined) : facts.sender;
  return handIn(arrival, repository, {
    ...{ cause: 'pull-request', branch: facts.headBranch, pullNumber: facts.number, sha: facts.headSha, sender },
    receivedAt: last?.receivedAt ?? arrival.receivedAt,
    proof: last ? (last.proof ?? undefined) : arrival.proof,
  });
}

interface Last {
  readonly submissionId: number | null;
  readonly receivedAt: Date;
  readonly proof: Proof | null;
  readonly sender: { readonly id: number; readonly login: string; readonly bot: false } | null;
}

/** The arrival of this very commit on this branch; the first that counts, else the first. */
async function lastHandIn(db: Queryable, repositoryId: number, { headBranch, headSha }: PullRequestFacts) {
  return maybe<Last>(
    db,
    `select submission_id as "submissionId", received_at as "receivedAt", proof,
       case when sender_id is not null then json_build_object('id', sender_id, 'login', sender_login, 'bot', false) end
         as sender
     from hand_in where repository_id = $1 and branch = $2 and sha = $3
     order by submission_id is null, received_at, id limit 1`,
    [repositoryId, headBranch, headSha],
  );
}

async function anyResult(db: Queryable, repositoryId: number): Promise<boolean> {
  const sql = `select from run r join submission s on s.id = r.submission_id
    where s.repository_id = $1 and r.state = 'done' limit 1`;
  return (await maybe(db, sql, [repositoryId])) !== undefined;
}

/** An older event never overwrites what a newer one said. */
async function keep(tx: Queryable, repository: Repository, f: PullRequestFacts): Promise<void> {
  const feedback = f.baseBranch === 'feedback' && f.headBranch === repository.defaultBranch;
  await execute(
    tx,
    `insert into pull_request as known (repository_id, number, head_branch, head_sha, base_branch, open, feedback, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (repository_id, number) do update set head_branch = excluded.head_branch, head_sha = excluded.head_sha,
       base_branch = excluded.base_branch, open = excluded.open, feedback = excluded.feedback,
       changed_at = coalesce(excluded.changed_at, known.changed_at), updated_at = now()
     where known.changed_at is null or excluded.changed_at is null or excluded.changed_at >= known.changed_at`,
    [repository.id, f.number, f.headBranch, f.headSha, f.baseBranch, f.open, feedback, f.changedAt],
  );
}
