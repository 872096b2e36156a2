import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';

/** What is done for an acceptance, in this order. */
export const STEPS = ['repository', 'starter', 'access', 'feedback', 'done'] as const;
export type Step = (typeof STEPS)[number];

export interface Acceptance {
  readonly id: number;
  readonly assignmentId: number;
  readonly participantId: number;
  /** What comes next. */
  readonly step: Step;
  /** GitHub's number. */
  readonly repositoryId: number | null;
  /** `owner/name` and the default branch, once known. */
  readonly repository: string | null;
  readonly defaultBranch: string | null;
  /** The first commit, where it is known. */
  readonly rootSha: string | null;
  /** Logins that are to lose access: they left the group. */
  readonly leavers: readonly string[];
  /** Why it stopped, in words for the student. */
  readonly error: string | null;
  readonly notBefore: Date;
  readonly attempts: number;
  readonly createdAt: Date;
}

const select = `select a.id, a.assignment_id as "assignmentId", a.participant_id as "participantId", a.step,
    a.repository_id as "repositoryId", r.owner || '/' || r.name as repository, r.default_branch as "defaultBranch",
    a.root_sha as "rootSha", a.leavers, a.error, a.not_before as "notBefore", a.attempts, a.created_at as "createdAt"
  from acceptance a left join repository r on r.id = a.repository_id`;

/** The acceptance of a participant, begun now unless it was before; one that stopped goes on. */
export async function beginAcceptance(tx: Queryable, assignmentId: number, participantId: number): Promise<Acceptance> {
  const { id } = await one<{ id: number }>(
    tx,
    `insert into acceptance as known (assignment_id, participant_id) values ($1, $2)
     on conflict (assignment_id, participant_id) do update set error = null,
       not_before = least(known.not_before, case when known.error is null then known.not_before else now() end)
     returning id`,
    [assignmentId, participantId],
  );
  return one<Acceptance>(tx, `${select} where a.id = $1`, [id]);
}

/**
 * Somebody joined a group, or left it: who may push to what it has accepted is looked at again, at the end of what is under
 * way if need be. `leavers`: logins that are to lose access.
 */
export async function reopenAccess(tx: Queryable, groupId: number, leavers: readonly string[] = []): Promise<void> {
  const sql = `update acceptance set access_again = step <> 'done', error = null, updated_at = now(),
      step = case when step = 'done' then 'access' else step end,
      leavers = array(select distinct unnest(leavers || $2::text[])),
      not_before = case when error is null then not_before else now() end
    where participant_id = $1`;
  await execute(tx, sql, [groupId, leavers]);
}

export async function findAcceptance(db: Queryable, assignmentId: number, participantId: number) {
  return maybe<Acceptance>(db, `${select} where a.assignment_id = $1 and a.participant_id = $2`, [
    assignmentId,
    participantId,
  ]);
}

const isWaiting = `step <> 'done' and error is null and not_before <= now() and coalesce(lease_until, '-infinity') < now()`;

/** Acceptances that somebody could go on with, at most a hundred: those first that wait longest. */
export async function waitingAcceptances(db: Queryable): Promise<number[]> {
  const rows = await many<{ id: number }>(
    db,
    `select id from acceptance where ${isWaiting} order by not_before, id limit 100`,
  );
  return rows.map(({ id }) => id);
}

/** Takes an acceptance to work on it, for so many seconds; undefined when it is done, waits, stopped, or somebody works on it. */
export async function takeAcceptance(db: Queryable, id: number, seconds: number): Promise<Acceptance | undefined> {
  const taken = await execute(
    db,
    `update acceptance set lease_until = now() + $2 * interval '1 second' where id = $1 and ${isWaiting}`,
    [id, seconds],
  );
  return taken === 0 ? undefined : one<Acceptance>(db, `${select} where a.id = $1`, [id]);
}

/** What a step has found out. */
export interface StepResult {
  readonly repositoryId?: number;
  readonly rootSha?: string | undefined;
  /** Leavers who have no access any more. */
  readonly gone?: readonly string[];
}

/** A step is done; the lease goes on. */
export async function advance(
  db: Queryable,
  id: number,
  next: StepResult & { readonly step: Step },
  seconds: number,
): Promise<Acceptance> {
  await execute(
    db,
    `update acceptance set step = case when $2 = 'done' and access_again then 'access' else $2 end,
       access_again = access_again and $2 <> 'done', leavers = array(select unnest(leavers) except select unnest($6::text[])),
       repository_id = coalesce($3, repository_id), root_sha = coalesce($4, root_sha), attempts = 0,
       lease_until = case when $2 = 'done' and not access_again then null else now() + $5 * interval '1 second' end,
       updated_at = now() where id = $1`,
    [id, next.step, next.repositoryId, next.rootSha, seconds, next.gone ?? []],
  );
  return one<Acceptance>(db, `${select} where a.id = $1`, [id]);
}

/** Leaves it for later (`seconds`), or until somebody tries again (`error`). */
export async function pauseAcceptance(
  db: Queryable,
  id: number,
  why: { readonly seconds: number } | { readonly error: string },
): Promise<void> {
  const [seconds, error] = 'seconds' in why ? [why.seconds, null] : [0, why.error];
  const sql = `update acceptance set lease_until = null, attempts = attempts + 1, error = $3,
    not_before = now() + $2 * interval '1 second', updated_at = now() where id = $1`;
  await execute(db, sql, [id, seconds, error]);
}
