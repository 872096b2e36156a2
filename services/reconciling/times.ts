import type { Intake } from './reconciler.ts';

export interface ReconcilerTimes {
  /** Between looks at GitHub's log of deliveries. */
  readonly logMs: number;
  /** Between looks at branches. */
  readonly headsMs: number;
  /** Between looks at the lists of repositories, where no course was taken over meanwhile. */
  readonly discoverMs: number;
  /** Between looks whether that is due. */
  readonly meetMs: number;
  /** How long after a push its delivery may still be on its way. */
  readonly graceMs: number;
  /** How often one repository's branches are compared at most. */
  readonly headsAgeSeconds: number;
  /** Of GitHub's 5,000 an hour and more, what one look may take. */
  readonly requestsPerLook: number;
  /** Deliveries asked for again in one look; each is a write, and GitHub wants at most one a second. */
  readonly mostRedeliveries: number;
}

/** Far below GitHub's limits: idle, both looks at the log together take under a thousand requests an hour, most uncounted. */
export function timesFor(intake: Intake): ReconcilerTimes {
  const shared = {
    headsMs: 300_000,
    discoverMs: 3_600_000,
    meetMs: 20_000,
    graceMs: 120_000,
    headsAgeSeconds: 600,
    mostRedeliveries: 20,
  };
  return intake === 'poll'
    ? { ...shared, logMs: 4_000, requestsPerLook: 1_000 }
    : { ...shared, logMs: 120_000, requestsPerLook: 100 };
}
