import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, many } from '#services/platform/database.ts';
import type { CheckRun, GitHubStandIn } from '../github/index.ts';
import type { Pupil } from './pupil.ts';

/** What waits until `look` answers something, and says what it waited for when it never does. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  ms = 60_000,
): Promise<T> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(50)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: not within ${ms / 1000} s`);
}

/** The check run of a commit whose external id begins so, once it is completed. */
export function completed(pupil: Pupil, sha: string, kind = 'run:', ms = 60_000): Promise<CheckRun> {
  const look = () => pupil.checkRuns(sha).find((run) => run.externalId.startsWith(kind) && run.status === 'completed');
  return until(`a completed check run of ${pupil.login}`, look, ms);
}

const busySql = `
  select 'run ' || id || ' ' || state as what from run where state in ('queued', 'running')
  union all
  select 'report ' || subject from outbox
  where sent < wanted and gave_up is null and not_before < now() + interval '2 minutes'`;

interface Whole {
  readonly github: Pick<GitHubStandIn, 'webhooksSettled'>;
  readonly database: { readonly owner: Database };
}

/** When every webhook is answered, every run has ended and GitHub was told everything: what is not there now never comes. */
export async function quiet({ github, database }: Whole, ms = 90_000): Promise<void> {
  let busy: readonly { what: string }[] = [];
  const isQuiet = async () => {
    await github.webhooksSettled();
    busy = await many<{ what: string }>(database.owner, busySql);
    return busy.length === 0 || undefined;
  };
  await until('quiet', isQuiet, ms).catch((error) => {
    throw new Error(`${error.message}; ${busy.map(({ what }) => what).join(', ')}`);
  });
}
