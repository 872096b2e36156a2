import { setTimeout as sleep } from 'node:timers/promises';
import type { GitHubStandIn } from '#deploy/demo/github/index.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { type Database, one } from '#services/platform/database.ts';

/** Where the time of one push went, in milliseconds, in order. */
export interface Phases {
  /** From the end of `git push` to the claim by a worker: delivery, intake, bell. */
  readonly claimed: number;
  readonly fetch: number;
  readonly prepare: number;
  readonly workspace: number;
  readonly compile: number;
  readonly run: number;
  readonly judge: number;
  /** What the worker needs besides, the write of the evidence above all. */
  readonly rest: number;
  /** From there to the completed check run. */
  readonly report: number;
  readonly total: number;
}

const PATIENCE_MS = 120_000;

/** Pushes files and waits for the completed check run. */
export async function pushOne(
  github: GitHubStandIn,
  database: Database,
  { repository, user, files }: { readonly repository: string; readonly user: string; readonly files: FileTree },
): Promise<Phases> {
  const work = Object.fromEntries([...files].map(([path, content]) => [path, Buffer.from(content)]));
  const { sha } = await github.push({ repository, user, files: work, message: 'Hand in' });
  const pushed = Date.now();
  while (!github.checkRuns(repository, sha).some(({ status }) => status === 'completed')) {
    if (Date.now() - pushed > PATIENCE_MS) throw new Error(`no check run for a push to ${repository}`);
    await sleep(4);
  }
  const completed = Date.now();
  const run = await one<{ startedAt: Date; finishedAt: Date; timings: Record<string, number> }>(
    database,
    `select r.started_at as "startedAt", r.finished_at as "finishedAt", r.timings
     from run r join submission s on s.id = r.submission_id where s.sha = $1`,
    [sha],
  );
  const { fetch = 0, prepare = 0, workspace = 0, compile = 0, run: ran = 0, judge = 0 } = run.timings;
  const known = fetch + prepare + workspace + compile + ran + judge;
  return {
    claimed: run.startedAt.getTime() - pushed,
    ...{ fetch, prepare, workspace, compile, run: ran, judge },
    rest: run.finishedAt.getTime() - run.startedAt.getTime() - known,
    report: completed - run.finishedAt.getTime(),
    total: completed - pushed,
  };
}
