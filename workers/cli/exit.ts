import { InfrastructureError, InvalidInput } from '#services/platform/errors.ts';

/** What every command exits with. */
export const EXIT = { ok: 0, failed: 1, usage: 2, ours: 3, interrupted: 130 } as const;

/** Says what went wrong, for people, and answers the exit code. */
export function exitCodeOf(error: unknown, stderr: { write(text: string): unknown }): number {
  if (error instanceof Error && error.name === 'AbortError') {
    stderr.write('pushmark: interrupted\n');
    return EXIT.interrupted;
  }
  if (error instanceof InvalidInput) {
    stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  // A bug deserves its stack; trouble around us has a message that says what to do.
  const words =
    error instanceof InfrastructureError ? error.message : error instanceof Error ? error.stack : String(error);
  stderr.write(`pushmark: ${words}\nThis is not the submission's fault; it was not judged.\n`);
  return EXIT.ours;
}
