import type { Log } from '../log.ts';

/** More errors than this within the window come from a loop without a pause, not from a backend that is away. */
const MANY = 100;
const WINDOW_MS = 10_000;

export interface AlarmOptions {
  readonly name: string;
  readonly log: Log;
  readonly onBroken: (error: Error) => void;
}

/** Logs the first error of each window, and gives up, once, when they come too fast. */
export function alarm(options: AlarmOptions, now: () => number = Date.now): (error: Error) => void {
  let began = Number.NEGATIVE_INFINITY;
  let count = 0;
  let broken = false;
  return (error) => {
    if (broken) return;
    if (now() - began > WINDOW_MS) {
      began = now();
      count = 0;
    }
    count++;
    if (count === 1) options.log.warn({ err: error, queue: options.name }, 'the queue has trouble');
    if (count <= MANY) return;
    broken = true;
    options.log.fatal({ err: error, queue: options.name, errors: count }, 'the queue fails without a pause');
    options.onBroken(error);
  };
}
