/** What GitHub's answer (or silence) means for a report, and what to do. */
export type Trouble =
  /** Ask again after so many seconds. `uncertain`: it may have been carried out all the same. */
  | { readonly kind: 'later'; readonly seconds: number; readonly uncertain: boolean; readonly why: string }
  /** The repository, pull request or object is gone, or access was taken away. */
  | { readonly kind: 'gone'; readonly why: string }
  /** GitHub understood and refused: a fault of ours. */
  | { readonly kind: 'refused'; readonly why: string };

interface GitHubError {
  readonly status?: number;
  readonly message: string;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

/** Longest pause between two tries, in seconds. */
const longest = 3600;

/**
 * Reads an error of Octokit. Rules from GitHub's documentation on rate limits: obey `retry-after`, else
 * `x-ratelimit-reset` when nothing remains, else wait a minute and longer each time.
 */
export function troubleOf(error: unknown, attempts: number, now: number = Date.now()): Trouble {
  const { status, message, response } = error as GitHubError;
  const why = status ? `GitHub answered ${status}: ${message}` : `GitHub did not answer: ${message}`;
  const headers = response?.headers ?? {};
  const backOff = Math.min(longest, 5 * 2 ** Math.min(attempts, 10));
  if (status === 429 || (status === 403 && limited(headers, message)) || (status === 422 && tooQuick(response?.data))) {
    return { kind: 'later', seconds: pause(headers, now, Math.max(60, backOff)), uncertain: false, why };
  }
  if (status === 401) return { kind: 'later', seconds: Math.max(60, backOff), uncertain: false, why };
  if (status === 403 || status === 404 || status === 410 || status === 451) return { kind: 'gone', why };
  if (status !== undefined && status < 500) return { kind: 'refused', why };
  return { kind: 'later', seconds: backOff, uncertain: true, why };
}

function limited(headers: Readonly<Record<string, string | number | undefined>>, message: string): boolean {
  return (
    headers['retry-after'] !== undefined ||
    Number(headers['x-ratelimit-remaining']) === 0 ||
    /rate limit|abuse detection|too quickly/i.test(message)
  );
}

/**
 * A secondary limit that looks like a mistake in what was sent. Word for word: errors quote what was sent, and nobody may
 * have an installation paused by the name of a file.
 */
function tooQuick(data: unknown): boolean {
  const { errors } = (data ?? {}) as { errors?: unknown };
  return Array.isArray(errors) && errors.some((error) => error?.message === 'was submitted too quickly');
}

function pause(headers: Readonly<Record<string, string | number | undefined>>, now: number, otherwise: number): number {
  const after = Number(headers['retry-after']);
  if (after > 0) return Math.min(longest, after);
  const reset = Number(headers['x-ratelimit-reset']);
  const spent = Number(headers['x-ratelimit-remaining']) === 0;
  return spent && reset > 0 ? Math.min(longest, Math.max(1, Math.ceil(reset - now / 1000))) : otherwise;
}
