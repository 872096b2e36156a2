import { troubleOf } from '#services/platform/github/trouble.ts';

/** Requests of one pass: looking for what was missed must never cost the reports of what was not. */
export interface Requests {
  /** Whether one more may be made; it then counts. */
  take(): boolean;
  /** Whether one was wanted beyond the pass's own number, while GitHub would allow it: the next pass has work. */
  wanted(): boolean;
  /** Reads the limits in GitHub's answer: with a fifth left of them, the pass is over. */
  note(headers: Headers): void;
}

export type Headers = Readonly<Record<string, string | number | undefined>>;

/** Of GitHub's hourly limit, what is left to reports and to fetching commits. */
const reserved = 0.2;

/** `stopping`: no request is begun after it. */
export function requestBudget(count: number, stopping?: AbortSignal): Requests {
  let left = count;
  let [wanted, limited] = [false, false];
  return {
    take() {
      if (limited || stopping?.aborted) return false;
      wanted = left <= 0;
      if (!wanted) left--;
      return !wanted;
    },
    wanted: () => wanted,
    note(headers) {
      const [remaining, limit] = [Number(headers['x-ratelimit-remaining']), Number(headers['x-ratelimit-limit'])];
      if (remaining < limit * reserved) limited = true;
    },
  };
}

/** The answer, or undefined when GitHub says (304) that it is the one that we have: those are not counted by GitHub. */
export async function unlessUnchanged<A extends { readonly headers: Headers }>(
  requests: Requests,
  ask: Promise<A>,
): Promise<A | undefined> {
  try {
    const answer = await ask;
    requests.note(answer.headers);
    return answer;
  } catch (error) {
    if ((error as { status?: number }).status === 304) return undefined;
    throw error;
  }
}

/** Limits are everybody's; any other trouble is one repository's, until it is met again and again. */
function isEverybodys(error: unknown): boolean {
  if ((error as { status?: number }).status === undefined) return false;
  const trouble = troubleOf(error, 0);
  return trouble.kind === 'later' && !trouble.uncertain;
}

/** Failures in a row that say that GitHub itself is in trouble. */
const mostInARow = 3;

/** What the log is told of a failure: the status of GitHub's answer, or the error where there was none. */
export type FailureFacts = { readonly status: number } | { readonly err: unknown };

/**
 * Works on one thing after the other, as long as there are requests. Trouble of one is told to `failed` and holds up no
 * other; what is everybody's, or is met again and again, ends the pass and is thrown.
 */
export async function inTurn<T>(
  requests: Requests,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  failed: (item: T, facts: FailureFacts) => Promise<void>,
): Promise<void> {
  let inARow = 0;
  for (const item of items) {
    if (!requests.take()) return;
    try {
      await work(item);
      inARow = 0;
    } catch (error) {
      if (isEverybodys(error) || ++inARow === mostInARow) throw error;
      const { status } = error as { status?: number };
      await failed(item, status === undefined ? { err: error } : { status });
    }
  }
}

/** Works on all items, so many at a time; after a failure no further one is begun, and the first failure is thrown. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const lane = async () => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}
