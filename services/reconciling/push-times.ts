import { keepPushTime, type LatePush, latePushes } from '#services/classroom/intake/push-times.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { activityOf } from './activity.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import type { Requests } from './requests.ts';

/** Asks GitHub, once each, when it had the pushes that our receipt makes late. */
export async function askPushTimes(
  { database, github, log, times }: ReconcilerDeps,
  requests: Requests,
): Promise<void> {
  for (const push of await latePushes(database, times.requestsPerLook)) {
    if (!requests.take()) return;
    try {
      const client = await github.client(push);
      await keepPushTime(database, push.id, pushTime(push, await activityOf(client, push, push.branch)));
    } catch (error) {
      const status = (error as { status?: number }).status;
      if (status === undefined || troubleOf(error, 0).kind === 'later') throw error;
      log.warn({ repository: `${push.owner}/${push.name}`, status }, 'GitHub did not tell when a late push was made');
      await keepPushTime(database, push.id, undefined);
    }
  }
}

/** Of the pushes that brought the branch to this commit, the last one before we heard of it. */
function pushTime({ sha, receivedAt }: LatePush, activity: Awaited<ReturnType<typeof activityOf>>): Date | undefined {
  const found = activity.find(({ after, timestamp }) => after === sha && new Date(timestamp) <= receivedAt);
  return found && new Date(found.timestamp);
}
