import { many, type Queryable } from '#services/platform/database.ts';
import { type Place, placesOf } from '../runs/place.ts';
import { isOpenToAll } from '../runs/queue.ts';

/** Where a pushed commit is on its way. Every one that reached us is in exactly one of these states. */
export type CommitState =
  /** Its delivery came, and could not be acted upon yet. */
  | { readonly state: 'received' }
  /** Waits, and a newer commit came after it: postponed, never discarded. */
  | ({ readonly state: 'superseded'; readonly by: { readonly submissionId: number; readonly sha: string } } & Waiting)
  | ({ readonly state: 'queued' } & Waiting)
  | { readonly state: 'fetching' }
  /** `criteria`: titles of those whose step is running. */
  | { readonly state: 'grading'; readonly phase: string; readonly criteria?: readonly string[] }
  /** Judged; GitHub is still to be told. `trouble`: why it did not take it so far. */
  | { readonly state: 'reporting'; readonly since: Date; readonly trouble?: string }
  /** `unreported`: why GitHub could not be told; it is not tried again by itself. */
  | { readonly state: 'done'; readonly unreported?: string }
  /** Ours, and given up for now. */
  | { readonly state: 'errored'; readonly why: string; readonly next: string }
  /** GitHub went on denying its files, or they are too big. Before that it is `queued`, with the trouble. */
  | { readonly state: 'unavailable'; readonly why: string }
  | { readonly state: 'ignored'; readonly why: string; readonly mend?: string };

/** Of a run that waits; without a place it pauses after trouble of ours. */
export interface Waiting extends Partial<Place> {
  /** The quick criteria are judged; the others follow. */
  readonly halfway?: true;
  readonly trouble?: string;
  /** When it is tried again. */
  readonly retryAt?: Date;
}

export interface StateRow {
  /** Of the submission. */
  readonly id: number;
  readonly runId: number | null;
  readonly runState: 'queued' | 'running' | 'done' | 'errored' | 'unavailable' | null;
  readonly stage: number | null;
  readonly phase: string | null;
  readonly criteria: readonly string[] | null;
  readonly error: string | null;
  readonly notBefore: Date | null;
  readonly finishedAt: Date | null;
  /** Its worker has stopped giving signs of life. */
  readonly abandoned: boolean;
  readonly unavailable: string | null;
  readonly newer: { readonly submissionId: number; readonly sha: string } | null;
  /** Something about it is still to be told. */
  readonly untold: boolean | null;
  readonly trouble: string | null;
  readonly gaveUp: string | null;
}

const next =
  'It costs nothing: no points, no attempt, no late day. It is graded as soon as the trouble is over and whoever runs the server asks for it again.';

/** The newest run, what was handed in after the commit, and what GitHub still has to be told about it. */
const stateSql = `
  select s.id, r.id as "runId", r.state as "runState", r.stage, r.phase, r.criteria, r.error, r.not_before as "notBefore",
    r.finished_at as "finishedAt", coalesce(r.state = 'running' and r.lease_until < now(), false) as abandoned,
    s.unavailable, newer.newer, report.untold, report.trouble, report.gave_up as "gaveUp"
  from submission s
  left join lateral (select * from run own where submission_id = s.id and ${isOpenToAll('own')}
    order by id desc limit 1) r on true
  left join lateral (select official, branch, received_at, id from hand_in where submission_id = s.id
    order by official desc, received_at desc, id desc limit 1) own on true
  left join lateral (
    select json_build_object('submissionId', n.submission_id, 'sha', n.sha) as newer from hand_in n
    where r.state = 'queued' and r.cause = 'hand-in' and n.repository_id = s.repository_id
      and n.submission_id is not null and n.submission_id <> s.id and n.official = own.official
      and (n.official or n.branch is not distinct from own.branch)
      and (n.received_at, n.id) > (own.received_at, own.id)
    order by n.received_at desc, n.id desc limit 1) newer on true
  left join lateral (
    select bool_or(o.sent < o.wanted and o.gave_up is null) as untold, max(o.last_error) as trouble,
      max(o.gave_up) filter (where o.kind = 'check-run') as gave_up
    from outbox o
    where r.state = 'done' and (o.kind = 'check-run' and o.subject = 'run:' || r.id
      or o.kind = 'comment' and o.subject in (select p.repository_id || '#' || p.number from pull_request p
        where p.repository_id = s.repository_id and p.open and p.head_sha = s.sha))) report on true
  where s.id = any($1)`;

/** The state of a submission; throws when there is none with this id. */
export async function stateOfSubmission(db: Queryable, id: number): Promise<CommitState> {
  const state = (await statesOfSubmissions(db, [id])).get(id);
  if (!state) throw new Error(`there is no submission ${id}`);
  return state;
}

/** The states of submissions by their ids, with two statements at most. */
export async function statesOfSubmissions(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, CommitState>> {
  const rows = await many<StateRow>(db, stateSql, [ids]);
  const waiting = rows.filter(({ runState, abandoned }) => runState === 'queued' || abandoned);
  const places = await placesOf(
    db,
    waiting.flatMap(({ runId }) => runId ?? []),
  );
  return new Map(rows.map((row) => [row.id, stateFrom(row, row.runId === null ? undefined : places.get(row.runId))]));
}

/** Reads the state from what is stored; nothing of it is stored itself. */
export function stateFrom(row: StateRow, place: Place | undefined): CommitState {
  switch (row.runState) {
    case null:
      return { state: 'received' };
    case 'queued': {
      const waiting = waitingFrom(row, place);
      return row.newer ? { state: 'superseded', by: row.newer, ...waiting } : { state: 'queued', ...waiting };
    }
    case 'running':
      if (row.abandoned) return { state: 'queued', ...place, trouble: 'The machine that graded it has stopped.' };
      return row.phase === 'fetching' || row.phase === null ? { state: 'fetching' } : gradingFrom(row.phase, row);
    case 'done':
      if (row.untold) return { state: 'reporting', since: row.finishedAt ?? new Date(), ...troubleOf(row) };
      return row.gaveUp ? { state: 'done', unreported: row.gaveUp } : { state: 'done' };
    case 'errored':
      return { state: 'errored', why: row.error ?? 'Something went wrong on our side.', next };
    case 'unavailable':
      return { state: 'unavailable', why: row.unavailable ?? 'The commit cannot be fetched any more.' };
  }
}

function gradingFrom(phase: string, { criteria }: StateRow): CommitState {
  return { state: 'grading', phase, ...(phase === 'running' && criteria?.length ? { criteria } : {}) };
}

function waitingFrom({ error, notBefore, stage }: StateRow, place: Place | undefined): Waiting {
  const known = { ...(error && { trouble: error }), ...(stage === 2 && { halfway: true as const }) };
  return place ? { ...place, ...known } : { ...known, ...(notBefore && { retryAt: notBefore }) };
}

function troubleOf({ trouble }: StateRow): { readonly trouble?: string } {
  return trouble ? { trouble } : {};
}
