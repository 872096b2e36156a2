import { type Database, execute, one, type Queryable, transaction } from '#services/platform/database.ts';
import { type Bell, type Delivery, ignored, type Outcome, type Proof } from './arrival.ts';
import { anyOther, eventKinds } from './events/index.ts';
import { type CommonFacts, isLacking, type Lacking, readCommon } from './facts.ts';

export interface Processed extends Outcome {
  /** It had been acted upon before; nothing was done. */
  readonly again: boolean;
  /** `owner/name`, where the payload names one. */
  readonly repository: string | undefined;
  /** The run that it queued. */
  readonly run: number | undefined;
  /** To be rung now that everything is committed. */
  readonly bells: ReadonlySet<Bell>;
}

/** A delivery, read: nothing of the database was touched yet. */
export interface ReadDelivery {
  readonly delivery: Delivery;
  readonly common: CommonFacts;
  /** Everything that was read, or what the payload lacks. */
  readonly facts: CommonFacts | Lacking;
}

/** Reads a delivery; never throws, whatever the payload is. */
export function readDelivery(delivery: Delivery): ReadDelivery {
  const common = readCommon(delivery.payload);
  const kind = eventKinds.get(delivery.event) ?? anyOther;
  return { delivery, common, facts: kind.read(delivery.payload, common) };
}

/**
 * Acts upon a delivery: its row, its hand-in, the queued run and the reports come into being in one transaction, or
 * none does. A second arrival of the same delivery does nothing, unless the first one failed. Throws when we failed:
 * the delivery is then kept as seen, and GitHub is to be told, so that it can be sent again.
 */
export async function processDelivery(database: Database, delivery: Delivery): Promise<Processed> {
  const read = readDelivery(delivery);
  try {
    return await withoutDeadlock(() => transaction(database, (tx) => receive(tx, read)));
  } catch (error) {
    // Where even this fails (no database), the first error tells more.
    await see(database, read).catch(() => undefined);
    throw error;
  }
}

/** PostgreSQL's code of a transaction that was ended so that another could go on. */
const deadlock = '40P01';

/** Deliveries lock rows in the order their events need; two that meet crosswise are no reason to fail one. */
async function withoutDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 3 || (error as { code?: unknown }).code !== deadlock) throw error;
    }
  }
}

async function receive(tx: Queryable, read: ReadDelivery): Promise<Processed> {
  const { guid } = read.delivery;
  const sql = 'select received_at as "receivedAt", proof, outcome, reason from delivery where guid = $1 for update';
  const [, seen] = await Promise.all([see(tx, read), one<Seen>(tx, sql, [guid])]);
  const bells = new Set<Bell>();
  const runs: number[] = [];
  const { repository: named } = read.common;
  const repository = named && `${named.owner}/${named.name}`;
  if (seen.outcome) {
    return {
      outcome: seen.outcome,
      ...(seen.reason && { reason: seen.reason }),
      again: true,
      repository,
      run: undefined,
      bells,
    };
  }
  const outcome = await act(read, {
    tx,
    guid,
    runs,
    receivedAt: seen.receivedAt,
    proof: seen.proof ?? undefined,
    bells,
  });
  await execute(tx, 'update delivery set processed_at = now(), outcome = $2, reason = $3 where guid = $1', [
    guid,
    outcome.outcome,
    outcome.reason,
  ]);
  return { ...outcome, again: false, repository, run: runs[0], bells };
}

interface Seen {
  readonly receivedAt: Date;
  readonly proof: Proof | null;
  readonly outcome: Outcome['outcome'] | null;
  readonly reason: string | null;
}

async function act({ delivery, facts }: ReadDelivery, arrival: Parameters<typeof anyOther.act>[0]): Promise<Outcome> {
  if (isLacking(facts)) return ignored(`the payload lacks ${facts.lacks}`);
  return (eventKinds.get(delivery.event) ?? anyOther).act(arrival, facts);
}

/** One that was noted as missed is known by its id alone until it comes. */
async function see(db: Queryable, { delivery, common, facts }: ReadDelivery): Promise<void> {
  await execute(
    db,
    `insert into delivery as known (guid, event, action, received_at, proof, installation_id, repository_id, sender_id, facts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (guid) do update set facts = excluded.facts, sender_id = excluded.sender_id where known.facts = '{}'`,
    [
      ...[delivery.guid, delivery.event, common.action, delivery.receivedAt, delivery.proof],
      ...[common.installation, common.repository?.id, common.sender?.id],
      { ...common, ...facts, bytes: delivery.bytes },
    ],
  );
}
