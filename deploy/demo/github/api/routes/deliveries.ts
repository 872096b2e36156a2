import type { Delivery } from '../../webhooks/outgoing.ts';
import type { Json } from '../../world.ts';
import { type Answer, notFound, ok } from '../answer.ts';
import { type Call, pick, type Route } from '../call.ts';
import { cursorPage } from '../paging.ts';

/** GitHub lets an App look back this far. */
const kept = 3 * 86_400_000;

export const deliveryRoutes = {
  'apps/list-webhook-deliveries': { by: 'app', handle: listDeliveries },
  'apps/get-webhook-delivery': { by: 'app', handle: getDelivery },
  'apps/redeliver-webhook-delivery': { by: 'app', handle: redeliver },
} as const satisfies Record<string, Route>;

function recent(call: Call): readonly Delivery[] {
  const since = call.world.now().getTime() - kept;
  return call.world.outgoing.deliveries.filter((delivery) => delivery.deliveredAt.getTime() >= since).toReversed();
}

/** `status=failure` means an answer of 400 to 599, so it leaves out attempts that timed out. */
function listDeliveries(call: Call): Answer {
  const { status } = call.query;
  const wanted = recent(call).filter(({ reply: { statusCode: code } }) => {
    if (status === 'success') return code >= 200 && code < 400;
    return status === 'failure' ? code >= 400 && code < 600 : true;
  });
  return cursorPage(call, wanted, 'cursor', deliveryObject(call));
}

function getDelivery(call: Call): Answer {
  const delivery = pick(recent(call), (each) => String(each.id) === call.params.delivery_id);
  const { reply, webhook, headers } = delivery;
  return ok({
    ...deliveryObject(call)(delivery),
    url: delivery.url,
    request: { headers, payload: webhook.payload },
    response: { headers: reply.headers, payload: reply.payload },
  });
}

function redeliver(call: Call): Answer {
  const known = recent(call).some((each) => String(each.id) === call.params.delivery_id);
  if (!known || !call.world.outgoing.redeliver(Number(call.params.delivery_id))) throw notFound();
  return { status: 202, body: {} };
}

function deliveryObject({ world }: Call): (delivery: Delivery) => Json {
  return ({ id, guid, deliveredAt, redelivery, webhook, reply }) => ({
    id,
    guid,
    delivered_at: deliveredAt.toISOString(),
    redelivery,
    duration: reply.seconds,
    status: reply.status,
    status_code: reply.statusCode,
    event: webhook.event,
    action: webhook.action,
    installation_id: world.installation?.id ?? null,
    repository_id: webhook.repositoryId,
    throttled_at: null,
  });
}
