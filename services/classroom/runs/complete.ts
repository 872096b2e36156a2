import { type Database, execute, type Queryable, transaction } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';
import { chooseRun } from './choose.ts';
import type { Claim } from './claim.ts';
import type { Evidence } from './evidence.ts';
import { endRun, lockSubmission, reportSubmission } from './settle.ts';

/**
 * Writes what a run found, decides whether it counts, and wants it reported, all or nothing. `refused`: somebody else
 * has the run by now, and nothing was written. Ring `reporting` afterwards.
 */
export async function completeRun(db: Database, claim: Claim, evidence: Evidence): Promise<'done' | 'refused'> {
  return transaction(db, async (tx) => {
    const settled = await lockSubmission(tx, claim);
    if (!settled) return 'refused';
    await writeRun(tx, claim.id, evidence);
    await writeCriteria(tx, claim.id, evidence);
    await endRun(tx, claim.id, 'done');
    await execute(tx, 'update submission set unavailable = null where id = $1', [settled.submissionId]);
    await chooseRun(tx, settled.submissionId, claim.id);
    await reportSubmission(tx, settled);
    return 'done';
  });
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
  }));
  await execute(
    tx,
    `insert into criterion_result (run_id, name, position, check_name, state, credit, judgement)
     select $1, name, position, check_name, state, credit, nullif(judgement, 'null')
     from jsonb_to_recordset($2::jsonb)
       as row(name text, position int, check_name text, state text, credit float8, judgement jsonb)`,
    [runId, json(rows)],
  );
}
