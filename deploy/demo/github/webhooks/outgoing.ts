/**
 * The App's webhooks on their way out: each is sent once, signed, in the background, with GitHub's patience, and kept
 * for the deliveries API. Nothing is sent again unless somebody asks for it.
 */
import { randomUUID } from 'node:crypto';
import type { WebhookFault } from '../api/faults.ts';
import { post, type Reply } from './post.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** A webhook before it is a delivery. */
export interface Webhook {
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly deliveredAt: Date;
  readonly redelivery: boolean;
  readonly webhook: Webhook;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reply: Reply;
}

export interface OutgoingParts {
  readonly now: () => Date;
  readonly nextId: () => number;
  readonly appId: () => number;
  /** Milliseconds to wait for an answer. */
  readonly patience: number;
  readonly takeFault: (event: string) => WebhookFault | undefined;
  readonly check: (webhook: Webhook) => void;
}

export interface Outgoing {
  /** Where to send from now on; null: nowhere, as for an App without an active webhook. */
  readonly connect: (target: WebhookTarget | null) => void;
  readonly target: () => WebhookTarget | null;
  readonly send: (webhook: Webhook) => void;
  /** Sends a delivery's webhook again under its GUID; false when there is no such delivery. */
  readonly redeliver: (id: number) => boolean;
  /** Every attempt that has ended, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** When nothing is on its way any more. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const largestPayload = 25 * 1024 * 1024;
const hookId = 512_000_000;

export function startOutgoing(parts: OutgoingParts): Outgoing {
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  let target: WebhookTarget | null = null;
  let held: (() => void)[] = [];

  async function attempt(webhook: Webhook, guid: string, redelivery: boolean, lost: boolean): Promise<void> {
    if (target === null) return;
    const { url, secret } = target;
    const [id, deliveredAt] = [parts.nextId(), parts.now()];
    const body = JSON.stringify(webhook.payload);
    const headers = { ...identity(webhook.event, guid, parts.appId()) };
    const sent = { url, secret, body, headers, patience: parts.patience, signal: stop.signal };
    const reply = lost ? timedOut(parts.patience) : await post(sent);
    if (stop.signal.aborted) return;
    deliveries.push({ id, guid, deliveredAt, redelivery, webhook, url, headers, reply });
    deliveries.sort((one, other) => one.id - other.id);
  }

  function begin(webhook: Webhook, guid: string, redelivery = false, lost = false): Promise<void> {
    const done: Promise<void> = attempt(webhook, guid, redelivery, lost).finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  }

  function send(webhook: Webhook): void {
    parts.check(webhook);
    if (target === null || JSON.stringify(webhook.payload).length > largestPayload) return;
    const guid = randomUUID();
    const fault = parts.takeFault(webhook.event)?.kind;
    if (fault === 'never-made') return;
    if (fault === 'after-next') {
      held.push(() => void begin(webhook, guid));
      return;
    }
    const first = begin(webhook, guid, false, fault === 'lost');
    if (fault === 'twice') void begin(webhook, guid);
    const waiting = held;
    held = [];
    for (const release of waiting) void first.then(release);
  }

  function redeliver(id: number): boolean {
    const found = deliveries.find((delivery) => delivery.id === id);
    if (found !== undefined) void begin(found.webhook, found.guid, true);
    return found !== undefined;
  }

  async function settled(): Promise<void> {
    // One that was held back starts in the moment in which another ends.
    for (; underWay.size > 0; await Promise.resolve()) await Promise.all(underWay);
  }

  return {
    connect: (next) => {
      target = next;
    },
    target: () => target,
    send,
    redeliver,
    deliveries,
    settled,
    close: async () => {
      stop.abort();
      await settled();
    },
  };
}

function identity(event: string, guid: string, appId: number): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(hookId),
    'x-github-hook-installation-target-id': String(appId),
    'x-github-hook-installation-target-type': 'integration',
  };
}

function timedOut(patience: number): Reply {
  return { status: 'timed out', statusCode: 0, seconds: patience / 1000, headers: {}, payload: '' };
}
