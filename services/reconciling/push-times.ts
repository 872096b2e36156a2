import { keepPushTime, type LatePush, latePushes } from '#services/classroom/intake/push-times.ts';
import { activityOf } from './activity.ts';
import { fullName } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import { inTurn, type Requests } from './requests.ts';

/** Asks GitHub when it had the pushes that our receipt makes late. */
export async function askPushTimes(
  { database, github, log, times }: ReconcilerDeps,
  requests: Requests,
): Promise<void> {
  const ask = async (push: LatePush) => {
    const client = await github.client(push);
    await keepPushTime(database, push.id, pushTime(push, await activityOf(client, push, push.branch)));
  };
  await inTurn(requests, await latePushes(database, times.requestsPerLook), ask, async (push, facts) => {
    log.warn({ repository: fullName(push), ...facts }, 'GitHub did not tell when a late push was made');
    await keepPushTime(database, push.id, undefined);
  });
}

/** Of the pushes that brought the branch to this commit, the last one before we heard of it. */
function pushTime({ sha, receivedAt }: LatePush, activity: Awaited<ReturnType<typeof activityOf>>): Date | undefined {
  const found = activity.find(({ after, timestamp }) => after === sha && new Date(timestamp) <= receivedAt);
  return found && new Date(found.timestamp);
}
