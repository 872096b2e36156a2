import type { Queryable } from '#services/platform/database.ts';
import type { CommonFacts, Lacking, RepositoryFacts, SenderFacts } from './facts.ts';

/**
 * Where a time of arrival comes from when GitHub's delivery did not reach us: its log of deliveries (when it was first
 * sent), its log of pushes (when GitHub had it), or the moment in which we found it.
 */
export type Proof = 'delivery-log' | 'activity' | 'found';

/** One POST of GitHub whose signature was right, or what the reconciler found in its place. */
export interface Delivery {
  /** X-GitHub-Delivery: the same when GitHub sends it again. */
  readonly guid: string;
  /** X-GitHub-Event. */
  readonly event: string;
  /** Parsed JSON of any shape. */
  readonly payload: unknown;
  /** Length of the body. */
  readonly bytes: number;
  /** When it came, by our clock unless `proof` says otherwise. */
  readonly receivedAt: Date;
  readonly proof?: Proof;
}

/** What to ring after the commit: somebody has work. */
export type Bell = 'grading' | 'reporting';

/** What became of a delivery. */
export interface Outcome {
  readonly outcome: 'handed-in' | 'regrade' | 'noted' | 'ignored';
  /** In words; always there when ignored. */
  readonly reason?: string;
}

/** A delivery being processed, inside its transaction. */
export interface Arrival {
  readonly tx: Queryable;
  readonly guid: string;
  /** Of the first time this delivery was seen: a redelivery makes nobody late. */
  readonly receivedAt: Date;
  /** Undefined: that time is of our clock. */
  readonly proof: Proof | undefined;
  /** To be rung after the commit. */
  readonly bells: Set<Bell>;
  /** Runs that were queued by it. */
  readonly runs: number[];
}

/** Facts of an event that has a repository. */
export type OfRepository = CommonFacts & { readonly repository: RepositoryFacts };

/** One kind of event: what is read from its payload (pure), and what is done with it (one transaction). */
export interface EventKind<Facts extends CommonFacts> {
  read(payload: unknown, common: CommonFacts): Facts | Lacking;
  act(arrival: Arrival, facts: Facts): Promise<Outcome>;
}

export function noted(reason?: string): Outcome {
  return reason === undefined ? { outcome: 'noted' } : { outcome: 'noted', reason };
}

export function ignored(reason: string): Outcome {
  return { outcome: 'ignored', reason };
}

/** Apps, ours among them, and Actions tokens never hand in: their writes would answer themselves. */
export function isBot(sender: SenderFacts | undefined): sender is SenderFacts & { readonly bot: true } {
  return sender?.bot === true;
}
