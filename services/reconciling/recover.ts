import { processDelivery } from '#services/classroom/intake/index.ts';
import { dueMissed, type MissedDelivery, missedIsGone, triedMissed } from '#services/classroom/intake/missed.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import { inLanes, type Requests } from './requests.ts';

const lanes = 8;

/**
 * Has every missed delivery after all. With a webhook, GitHub is asked to deliver it again, so that its log shows it as
 * delivered; when that fails too, when there are many, and without a webhook, its payload is read from the log.
 */
export async function recoverMissed(deps: ReconcilerDeps, requests: Requests): Promise<void> {
  const due = await dueMissed(deps.database, 1000);
  const again = new Set(
    due.filter(({ tries }) => deps.intake === 'webhook' && tries === 0 && due.length <= deps.times.mostRedeliveries),
  );
  await inLanes(due, lanes, async (missed) => {
    if (!requests.take()) return;
    await recover(deps, requests, missed, again.has(missed));
  });
}

async function recover(deps: ReconcilerDeps, requests: Requests, missed: MissedDelivery, again: boolean) {
  const { guid: delivery, event } = missed;
  await triedMissed(deps.database, delivery);
  try {
    if (again) await redeliver(deps, requests, missed);
    else await readPayload(deps, requests, missed);
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status === undefined) return void deps.log.error({ err: error, delivery, event }, 'delivery failed');
    const trouble = troubleOf(error, missed.tries);
    // Limits are everybody's: the pass ends, and what is left stays due.
    if (trouble.kind === 'later') throw error;
    deps.log.warn({ delivery, event, why: trouble.why }, 'a missed delivery is gone');
    await missedIsGone(deps.database, delivery);
  }
}

async function redeliver({ github, log }: ReconcilerDeps, requests: Requests, missed: MissedDelivery) {
  const { guid: delivery, event } = missed;
  const { headers } = await github.app.rest.apps.redeliverWebhookDelivery({ delivery_id: missed.githubId });
  requests.note(headers);
  log.info({ delivery, event }, 'a missed delivery was asked for again');
}

/** The log is GitHub's own, read over its API: it needs no signature. */
async function readPayload(
  { github, database, ring, log }: ReconcilerDeps,
  requests: Requests,
  missed: MissedDelivery,
) {
  const { guid, event, receivedAt } = missed;
  const { data, headers } = await github.app.rest.apps.getWebhookDelivery({ delivery_id: missed.githubId });
  requests.note(headers);
  const payload: unknown = data.request.payload;
  const bytes = Buffer.byteLength(JSON.stringify(payload) ?? '');
  const processed = await processDelivery(database, { guid, event, payload, bytes, receivedAt, proof: 'delivery-log' });
  const { outcome, reason, again, repository, run } = processed;
  log.info(
    { delivery: guid, event, repository, run, outcome, reason, again },
    'a missed delivery was had from the log',
  );
  for (const bell of processed.bells) ring(bell);
}
