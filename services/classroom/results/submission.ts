import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { isOpenToAll } from '../runs/queue.ts';
import { findRun, type RunResult } from './run.ts';
import { type CommitState, stateOfSubmission } from './state.ts';

/** One commit handed in: whose, when, how it came, and what its counting (or newest) run says. */
export interface SubmissionResult {
  readonly id: number;
  readonly sha: string;
  readonly tree: string | undefined;
  readonly unavailable: string | undefined;
  /** When its files and the texts of its results were deleted. */
  readonly purgedAt: Date | undefined;
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
  readonly course: { readonly slug: string; readonly title: string; readonly timeZone: string };
  readonly assignment: { readonly id: number; readonly slug: string; readonly title: string };
  readonly participant: { readonly id: number; readonly name: string };
  readonly handIns: readonly HandIn[];
  /** Its number among the participant's official hand-ins of this assignment, from 1; undefined for practice. */
  readonly attempt: number | undefined;
  /** The run that counts, else the newest. */
  readonly run: RunResult | undefined;
  readonly runs: readonly {
    readonly id: number;
    readonly state: string;
    readonly createdAt: Date;
    readonly counts: boolean;
    /** A teacher's regrade that is not applied: only staff may know of it. */
    readonly aside: boolean;
  }[];
  readonly state: CommitState;
}

/** One arrival of the commit. */
export interface HandIn {
  readonly cause: string;
  readonly branch: string | null;
  readonly tag: string | null;
  readonly pullNumber: number | null;
  readonly official: boolean;
  readonly receivedAt: Date;
  /** Where that time comes from when its delivery never reached us; null: our own clock. */
  readonly proof: 'delivery-log' | 'activity' | 'found' | null;
  readonly senderLogin: string | null;
}

/** One official hand-in of a participant, in time order. */
export interface Attempt {
  readonly number: number;
  readonly submissionId: number;
  readonly sha: string;
  readonly receivedAt: Date;
  readonly runId: number | undefined;
}

const submissionSql = `
  select s.id, s.sha, s.tree, s.unavailable, s.purged_at as "purgedAt",
    json_build_object('id', r.id, 'owner', r.owner, 'name', r.name) as repository,
    json_build_object('slug', c.slug, 'title', c.title, 'timeZone', c.time_zone) as course,
    json_build_object('id', a.id, 'slug', a.slug, 'title', a.title) as assignment,
    json_build_object('id', p.id, 'name', p.name) as participant
  from submission s
  join repository r on r.id = s.repository_id
  join assignment a on a.id = s.assignment_id
  join course c on c.id = a.course_id
  join participant p on p.id = s.participant_id
  where s.id = $1`;

const handInSql = `
  select cause, branch, tag, pull_number as "pullNumber", official, received_at as "receivedAt", proof,
    sender_login as "senderLogin"
  from hand_in where submission_id = $1 order by received_at, id`;

const runsSql = `
  select r.id, r.state, r.created_at as "createdAt", coalesce(s.counted_run = r.id, false) as counts,
    not ${isOpenToAll('r')} as aside
  from run r join submission s on s.id = r.submission_id where r.submission_id = $1 order by r.id desc`;

const attemptsSql = `
  select row_number() over (order by min(h.received_at), s.id)::int as number, s.id as "submissionId", s.sha,
    min(h.received_at) as "receivedAt", s.counted_run as "runId"
  from submission s
  join hand_in h on h.submission_id = s.id and h.official
  where s.participant_id = $1 and s.assignment_id = $2
  group by s.id order by number`;

/** Everything about one submission, or undefined when there is none with this id. `runId` looks at another of its runs. */
export async function findSubmission(db: Queryable, id: number, runId?: number): Promise<SubmissionResult | undefined> {
  const row = await maybe<SubmissionRow>(db, submissionSql, [id]);
  if (!row) return undefined;
  // Before all else: what is read afterwards is at least as new, and a page whose state is not the last one looks again.
  const state = await stateOfSubmission(db, id);
  const runs = await many<SubmissionResult['runs'][number]>(db, runsSql, [id]);
  const shown = runs.find((r) => r.id === runId) ?? runs.find((r) => r.counts) ?? runs.find((r) => !r.aside) ?? runs[0];
  const attempts = await findAttempts(db, row.participant.id, row.assignment.id);
  return {
    ...row,
    tree: row.tree ?? undefined,
    unavailable: row.unavailable ?? undefined,
    purgedAt: row.purgedAt ?? undefined,
    state,
    handIns: await many<HandIn>(db, handInSql, [id]),
    attempt: attempts.find((a) => a.submissionId === id)?.number,
    runs,
    run: shown && (await findRun(db, shown.id)),
  };
}

/** The official hand-ins of a participant for an assignment, oldest first. */
export async function findAttempts(db: Queryable, participantId: number, assignmentId: number): Promise<Attempt[]> {
  const rows = await many<Attempt & { runId: number | null }>(db, attemptsSql, [participantId, assignmentId]);
  return rows.map((row) => ({ ...row, runId: row.runId ?? undefined }));
}

type SubmissionRow = Pick<SubmissionResult, 'id' | 'sha' | 'repository' | 'course' | 'assignment' | 'participant'> & {
  tree: string | null;
  unavailable: string | null;
  purgedAt: Date | null;
};
