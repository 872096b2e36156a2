/** Aborts at the first Ctrl-C or SIGTERM, so that containers are removed; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new DOMException('interrupted', 'AbortError')));
  }
  return controller.signal;
}
