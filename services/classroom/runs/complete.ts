import { type Database, execute, maybe, type Queryable, transaction } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';
import { chooseRun } from './choose.ts';
import type { Claim } from './claim.ts';
import { type Evidence, weaker } from './evidence.ts';
import { withKept } from './kept.ts';
import { endRun, lockSubmission, reportSubmission } from './settle.ts';

/**
 * Writes what a run found, decides whether it counts, and wants it reported, all or nothing. `refused`: somebody else
 * has the run by now, and nothing was written. Ring `reporting` afterwards.
 */
export async function completeRun(db: Database, claim: Claim, evidence: Evidence): Promise<'done' | 'refused'> {
  return transaction(db, async (tx) => {
    const settled = await lockSubmission(tx, claim);
    if (!settled) return 'refused';
    await writeEvidence(tx, claim.id, await withKept(tx, claim.id, evidence));
    await endRun(tx, claim.id, 'done');
    await execute(tx, 'update submission set unavailable = null where id = $1', [settled.submissionId]);
    await chooseRun(tx, settled.submissionId, claim.id);
    await reportSubmission(tx, settled);
    return 'done';
  });
}

/**
 * Writes what the first stage of a run found and has it reported; the run waits for its second stage and counts only
 * after that. `refused`: somebody else has the run by now. Ring `grading` and `reporting` afterwards.
 */
export async function keepFirstStage(db: Database, claim: Claim, evidence: Evidence): Promise<'halfway' | 'refused'> {
  return transaction(db, async (tx) => {
    const settled = await lockSubmission(tx, claim);
    if (!settled) return 'refused';
    await writeEvidence(tx, claim.id, evidence);
    const sql = `update run set state = 'queued', stage = 2, attempts = 0, phase = null, lease_owner = null,
        lease_until = null, not_before = now()
      where id = $1`;
    await execute(tx, sql, [claim.id]);
    await reportSubmission(tx, settled);
    return 'halfway';
  });
}

async function writeEvidence(tx: Queryable, runId: number, evidence: Evidence): Promise<void> {
  const sql = `select mode, tampering, timings from run where id = $1 and stage = 2`;
  const before = await maybe<FirstStage>(tx, sql, [runId]);
  await writeRun(tx, runId, before ? joined(before, evidence) : evidence);
  await writeCriteria(tx, runId, evidence);
}

type FirstStage = Pick<Evidence, 'mode' | 'tampering' | 'timings'>;

/** Both stages as one: time was spent twice. */
function joined(first: FirstStage, second: Evidence): Evidence {
  const timings = { ...first.timings };
  for (const [phase, ms] of Object.entries(second.timings)) timings[phase] = (timings[phase] ?? 0) + ms;
  return {
    ...second,
    mode: weaker(first.mode, second.mode),
    tampering: [...first.tampering, ...second.tampering],
    timings,
  };
}

async function writeRun(tx: Queryable, runId: number, evidence: Evidence): Promise<void> {
  const { seed, mode, tampering, findings, versions, timings } = evidence;
  await execute(
    tx,
    `update run set seed = $2, mode = $3, tampering = $4, findings = $5, versions = $6, timings = $7,
       error = null, error_detail = null
     where id = $1`,
    [runId, seed, mode, json(tampering), json(findings), json(versions), json(timings)],
  );
}

async function writeCriteria(tx: Queryable, runId: number, evidence: Evidence): Promise<void> {
  const rows = evidence.criteria.map((criterion, position) => ({
    name: criterion.name,
    position,
    check_name: criterion.check,
    state: criterion.state,
    credit: criterion.state === 'judged' ? (criterion.judgement?.credit ?? 0) : 0,
    judgement: criterion.judgement ?? null,
    kept_run: criterion.keptRun ?? null,
  }));
  await execute(
    tx,
    `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement, kept_run)
     select $1, name, position + (select count(*) from criterion_result where run_id = $1), check_name, state, credit, nullif(judgement, 'null'), kept_run
     from jsonb_to_recordset($2::jsonb)
       as row(name text, position int, check_name text, state text, credit float8, judgement jsonb, kept_run bigint)`,
    [runId, json(rows)],
  );
}
