import { maybe, one, type Queryable } from '#services/platform/database.ts';
import { type Arrival, type EventKind, ignored, isBot, noted, type OfRepository, type Outcome } from '../arrival.ts';
import { commitAt } from '../payload.ts';
import { repositoryOf } from '../repository.ts';
import { queueNow } from '../submit.ts';

interface RerequestFacts extends OfRepository {
  readonly sha: string;
}

/** Requests of one participant per hour that are carried out: each costs a whole run. */
export const regradesPerHour = 6;

/** "Re-run" on our check run. */
export const checkRun = rerequest('check_run', 'only "Re-run" asks for anything');

/** "Re-run all checks". `requested` comes with every push, which is handed in by its own event. */
export const checkSuite = rerequest('check_suite', 'the push itself is handed in');

function rerequest(field: 'check_run' | 'check_suite', otherwise: string): EventKind<RerequestFacts> {
  return {
    read(payload, common) {
      const sha = commitAt(payload, field, 'head_sha');
      const { repository } = common;
      if (!repository) return { lacks: 'repository' };
      return sha ? { ...common, repository, sha } : { lacks: `${field}.head_sha` };
    },

    async act(arrival, facts) {
      if (facts.action !== 'rerequested') return facts.action === 'requested' ? ignored(otherwise) : noted(otherwise);
      if (isBot(facts.sender)) return ignored(`${facts.sender.login} is no participant but a bot`);
      const repository = await repositoryOf(arrival, facts);
      return regrade(arrival, repository.id, facts.sha);
    },
  };
}

async function regrade(arrival: Arrival, repositoryId: number, sha: string): Promise<Outcome> {
  const submission = await maybe<{ id: number; participantId: number }>(
    arrival.tx,
    `select s.id, s.participant_id as "participantId" from submission s
     join repository r on r.id = s.repository_id and r.assignment_id = s.assignment_id
     where s.repository_id = $1 and s.sha = $2`,
    [repositoryId, sha],
  );
  if (!submission) return ignored('nothing was handed in with this commit');
  if (await isWaiting(arrival.tx, submission.id)) return ignored('it is being graded already');
  if (await overLimit(arrival.tx, submission.participantId)) {
    return ignored(`more than ${regradesPerHour} requests within an hour`);
  }
  arrival.runs.push((await queueNow(arrival.tx, submission.id, 'rerequest')).id);
  arrival.bells.add('grading');
  return { outcome: 'regrade' };
}

async function isWaiting(db: Queryable, submissionId: number): Promise<boolean> {
  const sql = `select from run where submission_id = $1 and state in ('queued', 'running') limit 1`;
  return (await maybe(db, sql, [submissionId])) !== undefined;
}

/** Counted over deliveries, under a lock on the participant: requests that come together are counted one by one. */
async function overLimit(tx: Queryable, participantId: number): Promise<boolean> {
  await one(tx, 'select from participant where id = $1 for no key update', [participantId]);
  const { count } = await one<{ count: number }>(
    tx,
    `select count(*) as count from delivery d join repository r on r.id = d.repository_id
     where r.participant_id = $1 and d.outcome = 'regrade' and d.received_at > now() - interval '1 hour'`,
    [participantId],
  );
  return count >= regradesPerHour;
}
