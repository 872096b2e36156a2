import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import type { Claim } from './claim.ts';

/** Where a run was judged, and how busy it was there when it ended. */
export interface Machine {
  /** Name of the worker: its host and process. */
  readonly worker: string;
  readonly cores: number;
  /** Load average of the last minute for each core: from 1 on every core had work. */
  readonly load: number;
  /** Runs that the worker grades at a time, and how many it did, this one among them. */
  readonly lanes: number;
  readonly busy: number;
}

/** Notes on a run that is still ours where its present stage was judged; a stage that is judged anew replaces it. */
export async function keepMachine(db: Queryable, claim: Claim, machine: Machine): Promise<void> {
  const sql = `update run set machines = machines || jsonb_build_object(stage::text, $3::jsonb)
    where id = $1 and fence = $2 and state = 'running'`;
  await execute(db, sql, [claim.id, claim.fence, machine]);
}

/** The machines of a run, a stage after the other; none where it was judged before they were noted. */
export async function machinesOf(db: Queryable, runId: number): Promise<Machine[]> {
  const found = await maybe<{ machines: Record<string, Machine> }>(db, 'select machines from run where id = $1', [
    runId,
  ]);
  return Object.keys(found?.machines ?? {})
    .sort()
    .flatMap((stage) => found?.machines[stage] ?? []);
}
