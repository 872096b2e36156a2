import { createHash } from 'node:crypto';
import type { Command, Execution, InputFile, Sandbox } from '#workers/sandbox/sandbox.ts';

/** What compiles; equal jobs are given the same answer. */
export type Compile = (command: Command, files: readonly InputFile[], signal?: AbortSignal) => Promise<Execution>;

/** So many answers are kept, a few megabytes each: those of the cases that are being tried. */
const KEPT = 8;

/**
 * Compiles each job once. Layers are off where programs run, so the same case is compiled in two ways at most: its
 * hidden tests sealed, or linked.
 */
export function compiledOnce(sandbox: Sandbox): Compile {
  const kept = new Map<string, Promise<Execution>>();
  return async (command, files, signal) => {
    const key = digestOf(command.image, files);
    const answer = kept.get(key) ?? sandbox.execute({ ...command, input: files }, signal);
    kept.delete(key);
    kept.set(key, answer);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    // What went wrong may go right the next time.
    const execution = await answer.catch((error: unknown) => {
      kept.delete(key);
      throw error;
    });
    return execution;
  };
}

function digestOf(image: string, files: readonly InputFile[]): string {
  const hash = createHash('sha256').update(image);
  for (const { path, content } of files) hash.update(`\0${path}\0${content.byteLength}\0`).update(content);
  return hash.digest('hex');
}
