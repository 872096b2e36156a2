/**
 * The bell. PostgreSQL knows what is to be done (see the view `run_queue` and the table `outbox`); a ring only says
 * "look again", names no run, and may get lost: a sweep rings again. BullMQ shares the rings out among the workers of
 * all machines, over Redis or over PostgreSQL.
 */
import { type Job, Queue, Worker } from 'bullmq';
import type { Log } from './log.ts';
import { alarm } from './queue/alarm.ts';
import { type Backend, type BackendOptions, connect } from './queue/backend.ts';

export type { BackendOptions } from './queue/backend.ts';

/** Grading and reporting wait for different things, and never for each other. */
export type BellName = 'grading' | 'reporting';

export interface Bell {
  /**
   * Asks some listener to look. Never throws and takes two seconds at most: when the backend is away the ring is lost,
   * which is logged and costs the time until the next sweep.
   */
  ring(): Promise<void>;
  /**
   * Calls `onRing` for each ring, `lanes` at a time. A ring that comes while all lanes are busy waits for the first
   * free one, of any listener on any machine. When `onRing` throws, that ring is over; the listener stays.
   * `close` takes no more rings, waits for those being answered, and two seconds more at most.
   */
  listen(onRing: () => Promise<void>, lanes: number): Promise<{ close(): Promise<void> }>;
  /** Whether the backend answers, within two seconds; never throws. */
  reachable(): Promise<boolean>;
  /** Close your listeners before. */
  close(): Promise<void>;
}

export interface BellOptions {
  readonly name: BellName;
  readonly backend: BackendOptions;
  readonly log: Log;
  /**
   * Called once, when the backend fails so fast that nothing but ending the process helps. End it at once and without
   * waiting for anything: a BullMQ that spins leaves no turn for timers.
   */
  readonly onBroken: (error: Error) => void;
}

/** Opens a bell, bringing the backend's own schema up to date first. Throws when PostgreSQL cannot be reached. */
export async function openBell(options: BellOptions): Promise<Bell> {
  const backend = await connect(options.backend);
  const onError = alarm(options);
  const queue = new Queue(options.name, { ...backend.producer, ...backend.shared }, backend.factory);
  queue.on('error', onError);
  return {
    ring: () => ring(queue, options.log),
    listen: (onRing, lanes) => listen(options, backend, onError, onRing, lanes),
    reachable: () =>
      inTime(queue.getWaitingCount()).then(
        () => true,
        () => false,
      ),
    close: () => closed(queue.close(), options),
  };
}

/** Rejects when the backend takes longer than two seconds. */
function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(2_000);
  const gaveUp = new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(late.reason)));
  return Promise.race([asked, gaveUp]);
}

/**
 * BullMQ waits for the end of each connection, which never comes for one that is between two tries to reach Redis:
 * ioredis drops the next try and says nothing.
 */
async function closed(closing: Promise<void>, { name, log }: BellOptions): Promise<void> {
  await inTime(closing).catch((err) => log.warn({ err, queue: name }, 'a connection of the queue was left open'));
}

async function ring(queue: Pick<Queue, 'add' | 'name'>, log: Log): Promise<void> {
  const added = queue.add('ring', {}, { removeOnComplete: true, removeOnFail: true });
  await inTime(added).catch((error) => log.warn({ err: error, queue: queue.name }, 'a ring was lost'));
}

async function listen(
  options: BellOptions,
  backend: Backend,
  onError: (error: Error) => void,
  onRing: () => Promise<void>,
  lanes: number,
): Promise<{ close(): Promise<void> }> {
  const answering = new Set<Promise<void>>();
  const answer = () => {
    const answered = onRing().finally(() => answering.delete(answered));
    answering.add(answered);
    return answered;
  };
  const worker = new Worker(
    options.name,
    answer,
    {
      ...backend.consumer,
      ...backend.shared,
      concurrency: lanes,
      // One ring can be answered by minutes of grading, during which this process renews the lock.
      lockDuration: 60_000,
      maxStalledCount: 2,
      runRetryDelay: 1_000,
    },
    backend.factory,
  );
  worker.on('error', onError);
  worker.on('failed', (_job: Job | undefined, error: Error) =>
    options.log.error({ err: error }, 'a ring was not answered'),
  );
  await worker.waitUntilReady();
  return {
    async close() {
      const closing = worker.close();
      await Promise.allSettled(answering);
      await closed(closing, options);
    },
  };
}
