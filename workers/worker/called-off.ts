/**
 * The outcome of `work`. Once the signal has fired, work has `graceMs` to end by itself (containers want to be removed);
 * then the signal's reason is thrown and work is left alone, so that a Docker that hangs cannot hold a lane for ever.
 */
export async function calledOff<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let listener = () => {};
  const over = new Promise<never>((_, reject) => {
    listener = () => {
      timer = setTimeout(() => reject(signal.reason), graceMs);
    };
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', listener);
  }
}
