/** GitHub's rate limits: how much each caller has left, and the answers when it is too much. */
import { Refusal } from './answer.ts';

export interface LimitSettings {
  /** Requests per hour of one installation, user or App. */
  primary: number;
  /** Things made that notify people (comments, pull requests), per minute and per hour; null: no such limit. */
  contentPerMinute: number | null;
  contentPerHour: number | null;
  /** A GET costs 1, a write 5; per minute; null: no such limit. */
  pointsPerMinute: number | null;
  /** Seconds told in `retry-after`. */
  retryAfter: number;
}

/** The documented figures of github.com, for an installation of up to 20 repositories. */
export const githubLimits: LimitSettings = {
  primary: 5000,
  contentPerMinute: 80,
  contentPerHour: 500,
  pointsPerMinute: 900,
  retryAfter: 60,
};

interface Spent {
  hour: { start: number; count: number };
  points: { at: number; cost: number }[];
  content: number[];
}

export interface Limits {
  /** May be changed at any time. */
  readonly settings: LimitSettings;
  /** Counts a request; throws when its caller is over a limit. */
  readonly charge: (caller: string, at: Date, method: string, isContent: boolean) => void;
  /** Takes back a request that GitHub does not count: one answered with 304. */
  readonly refund: (caller: string, at: Date) => void;
  /** What is left to a caller, as `GET /rate_limit` and the headers say it. */
  readonly state: (caller: string, at: Date) => RateState;
}

export interface RateState {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
}

const hour = 3_600_000;
const minute = 60_000;

export function startLimits(settings: LimitSettings): Limits {
  const callers = new Map<string, Spent>();

  function spentBy(caller: string, now: number): Spent {
    const spent = callers.get(caller) ?? { hour: { start: now, count: 0 }, points: [], content: [] };
    if (now - spent.hour.start >= hour) spent.hour = { start: now, count: 0 };
    spent.points = spent.points.filter((point) => now - point.at < minute);
    spent.content = spent.content.filter((at) => now - at < hour);
    callers.set(caller, spent);
    return spent;
  }

  function state(caller: string, at: Date): RateState {
    const { start, count } = spentBy(caller, at.getTime()).hour;
    const used = Math.min(count, settings.primary);
    const reset = Math.ceil((start + hour) / 1000);
    return { limit: settings.primary, used, remaining: settings.primary - used, reset };
  }

  function charge(caller: string, at: Date, method: string, isContent: boolean): void {
    const now = at.getTime();
    const spent = spentBy(caller, now);
    spent.hour.count += 1;
    if (spent.hour.count > settings.primary) throw new Refusal(403, `API rate limit exceeded for ${caller}.`);
    spent.points.push({ at: now, cost: method === 'GET' ? 1 : 5 });
    if (isContent) spent.content.push(now);
    if (isOver(settings, spent, now)) throw secondaryLimit(settings.retryAfter);
  }

  function refund(caller: string, at: Date): void {
    const { hour } = spentBy(caller, at.getTime());
    hour.count = Math.max(0, hour.count - 1);
  }

  return { settings, charge, refund, state };
}

function isOver(settings: LimitSettings, spent: Spent, now: number): boolean {
  const points = spent.points.reduce((sum, point) => sum + point.cost, 0);
  const lastMinute = spent.content.filter((at) => now - at < minute).length;
  return (
    points > (settings.pointsPerMinute ?? Number.POSITIVE_INFINITY) ||
    lastMinute > (settings.contentPerMinute ?? Number.POSITIVE_INFINITY) ||
    spent.content.length > (settings.contentPerHour ?? Number.POSITIVE_INFINITY)
  );
}

export function secondaryLimit(retryAfter: number, status = 403): Refusal {
  return new Refusal(
    status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {
      documentation_url:
        'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    },
    { 'retry-after': String(retryAfter) },
  );
}

export function rateHeaders(state: RateState): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-used': String(state.used),
    'x-ratelimit-reset': String(state.reset),
    'x-ratelimit-resource': 'core',
  };
}
