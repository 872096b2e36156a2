/** Why the process is to end; the first word counts. */
export interface Stopping {
  /** Resolves at SIGINT, SIGTERM or `stop`. */
  readonly stopped: Promise<void>;
  /** Asks for the end because something is broken that only a new process mends; the exit code is then 3. */
  stop(error?: Error): void;
}

/** Waits for the end of a process that serves. A second signal ends it at once. */
export function untilStopped(): Stopping {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const signal = () => {
    if (asked) process.exit(130);
    asked = true;
    resolve();
  };
  process.on('SIGINT', signal);
  process.on('SIGTERM', signal);
  const stop = (error?: Error) => {
    if (error) process.exitCode = 3;
    resolve();
  };
  return { stopped: promise, stop };
}
