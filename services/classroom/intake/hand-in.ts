import { reportComments } from '#services/classroom/runs/settle.ts';
import { maybe } from '#services/platform/database.ts';
import { type Arrival, ignored, type Outcome, type Proof } from './arrival.ts';
import { decide, type Ignored, isIgnored } from './decide.ts';
import type { SenderFacts } from './facts.ts';
import type { Repository } from './repository.ts';
import { submit } from './submit.ts';
import { tellWhy } from './tell-why.ts';

/** One arrival of a commit. */
export interface NewHandIn {
  readonly cause: 'push' | 'tag' | 'pull-request';
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  readonly pullNumber?: number | undefined;
  readonly sha: string;
  readonly before?: string | undefined;
  readonly sender?: SenderFacts | undefined;
  /** Of the arrival; for a pull request opened later, of the push. */
  readonly receivedAt: Date;
  readonly proof: Proof | undefined;
}

/**
 * Records an arrival, whatever comes of it. What counts becomes a submission, queued to be graded unless the commit
 * already is; a participant whose push does not count is told why, and what mends it, in a neutral check run.
 */
export async function handIn(arrival: Arrival, repository: Repository, handed: NewHandIn): Promise<Outcome> {
  const { tx, bells } = arrival;
  const decision = await decide(tx, repository, handed);
  if (isIgnored(decision)) {
    const id = await record(arrival, repository, handed, decision);
    const told = id !== undefined && decision.tell && (await tellWhy(tx, repository.id, id, handed.sha));
    if (told) bells.add('reporting');
    return ignored(decision.reason);
  }
  const { submissionId, queued } = await submit(tx, decision, repository.id, handed.sha);
  await record(arrival, repository, handed, { official: decision.official, submissionId });
  if (queued !== undefined) {
    arrival.runs.push(queued);
    bells.add('grading');
  } else if (await reportComments(tx, { repositoryId: repository.id, sha: handed.sha, submissionId })) {
    // A branch was reset to a commit that was graded before: its comments must say so.
    bells.add('reporting');
  }
  return { outcome: 'handed-in' };
}

type Result = { readonly official: boolean; readonly submissionId: number } | Ignored;

/**
 * When it came; but before the push that followed it, where webhooks changed places: the one that names this commit as
 * its `before` is here already. A branch that was set back to the commit comes from one that followed it.
 */
const arrivedSql = `least($10::timestamptz, (
  with recursive line (sha) as (
    select $8::text
    union
    select earlier.before_sha from line join hand_in earlier
      on earlier.repository_id = $1 and earlier.branch = $4 and earlier.sha = line.sha
    where earlier.before_sha is not null)
  select min(received_at) - interval '1 millisecond' from hand_in successor
  where repository_id = $1 and branch = $4 and before_sha = $7
    and not exists (select from line where line.sha = successor.sha)
    and not exists (select from hand_in same where repository_id = $1 and branch = $4 and sha = $7)))`;

async function record(arrival: Arrival, repository: Repository, h: NewHandIn, result: Result) {
  const row = await maybe<{ id: number }>(
    arrival.tx,
    `insert into hand_in (repository_id, delivery_guid, cause, branch, tag, pull_number, sha, before_sha, official,
       received_at, proof, sender_id, sender_login, submission_id, ignored, mend)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, ${arrivedSql}, $11, $12, $13, $14, $15, $16)
     on conflict do nothing returning id`,
    [
      ...[repository.id, arrival.guid, h.cause, h.branch, h.tag, h.pullNumber, h.sha, h.before, result.official],
      ...[h.receivedAt, h.proof, h.sender?.id, h.sender?.login],
      ...('reason' in result ? [undefined, result.reason, result.mend] : [result.submissionId, undefined, undefined]),
    ],
  );
  return row?.id;
}
