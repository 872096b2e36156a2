import { keepPushTime, type LatePush, latePushes } from '#services/classroom/intake/push-times.ts';
import { activityOf } from './activity.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import { isEverybodys, mostInARow, type Requests } from './requests.ts';

/** Asks GitHub when it had the pushes that our receipt makes late. */
export async function askPushTimes(
  { database, github, log, times }: ReconcilerDeps,
  requests: Requests,
): Promise<void> {
  let inARow = 0;
  for (const push of await latePushes(database, times.requestsPerLook)) {
    if (!requests.take()) return;
    try {
      const client = await github.client(push);
      await keepPushTime(database, push.id, pushTime(push, await activityOf(client, push, push.branch)));
      inARow = 0;
    } catch (error) {
      if (isEverybodys(error) || ++inARow === mostInARow) throw error;
      const { status } = error as { status?: number };
      const told = status === undefined ? { err: error } : { status };
      log.warn({ repository: `${push.owner}/${push.name}`, ...told }, 'GitHub did not tell when a late push was made');
      await keepPushTime(database, push.id, undefined);
    }
  }
}

/** Of the pushes that brought the branch to this commit, the last one before we heard of it. */
function pushTime({ sha, receivedAt }: LatePush, activity: Awaited<ReturnType<typeof activityOf>>): Date | undefined {
  const found = activity.find(({ after, timestamp }) => after === sha && new Date(timestamp) <= receivedAt);
  return found && new Date(found.timestamp);
}
