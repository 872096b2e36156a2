import type { Ground } from '../ground.ts';

export interface Fault {
  readonly name: string;
  /** It stops Docker: the run needs an engine of its own. */
  readonly engine?: true;
  /** It is what the whole burst is for; a fault alone is shown with a few repositories. */
  readonly whole?: true;
  /**
   * Does the harm around a burst of pushes, mends what an operator would, and answers in words what shows the harm.
   * Throws when it had none. Each call of `burst` pushes one commit more to every repository.
   */
  inject(ground: Ground, burst: () => Promise<void>): Promise<string>;
}

/** Recovery from nothing would prove nothing. */
export function proven(holds: boolean, words: string): string {
  if (!holds) throw new Error(`the fault took no effect: ${words} does not hold`);
  return words;
}

/** Whether asking is refused. */
export function refused(asking: Promise<unknown>): Promise<boolean> {
  return asking.then(
    () => false,
    () => true,
  );
}
