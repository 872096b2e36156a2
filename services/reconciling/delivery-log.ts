import { canMatter } from '#services/classroom/intake/index.ts';
import type { LoggedDelivery } from '#services/classroom/intake/missed.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { type Requests, unlessUnchanged } from './requests.ts';

/** How far GitHub's log of deliveries was read. The log is listed newest first and read over several passes if need be. */
export interface LogPlace {
  /** All that was sent before this time was looked at. */
  readonly reached?: string;
  /** Reading stopped here for want of requests: what was sent between `reached` and `top` is not all looked at. */
  readonly gap?: { readonly top: string; readonly cursor: string };
  /** GitHub's mark of the first page. */
  readonly etag?: string | undefined;
}

/** What was read, and the place to go on from. */
export interface LogRead {
  readonly logged: readonly LoggedDelivery[];
  readonly place: LogPlace;
  /** What ended the reading too early, if anything did: what was read until then is read. */
  readonly failure?: unknown;
}

/** A delivery is listed when its attempt has ended: up to 30 s (GitHub Enterprise) after it was sent. */
const overlapMs = 45_000;

type Attempt = Awaited<ReturnType<GitHub['app']['rest']['apps']['listWebhookDeliveries']>>['data'][number];

/** Reads on in the log, newest first, as far as requests allow; only what can matter is answered. */
export async function readLog(app: GitHub['app'], requests: Requests, place: LogPlace): Promise<LogRead> {
  const attempts: Attempt[] = [];
  const fresh = await readPages(app, requests, attempts, { until: place.gap?.top ?? place.reached, etag: place.etag });
  const top = attempts[0]?.delivered_at ?? place.gap?.top ?? place.reached;
  let { stopped, failure } = fresh;
  if (stopped === undefined && place.gap) {
    const rest = { from: place.gap.cursor, until: place.reached };
    ({ stopped, failure } = await readPages(app, requests, attempts, rest));
  }
  const read = { logged: byDelivery(attempts), ...(failure !== undefined && { failure }) };
  if (stopped === undefined) return { ...read, place: { ...(top && { reached: top }), etag: fresh.etag } };
  // Without a single page there is nothing to go on from.
  if (top === undefined || stopped === '') return { ...read, place };
  const reached = place.reached && { reached: place.reached };
  // GitHub knows this place no longer: all since the last whole reading is read again from the top.
  if (failure !== undefined && isRefused(failure)) return { ...read, place: { ...reached } };
  return { ...read, place: { ...reached, gap: { top, cursor: stopped }, etag: undefined } };
}

function isRefused(failure: unknown): boolean {
  return (failure as { status?: number }).status !== undefined && troubleOf(failure, 0).kind !== 'later';
}

interface Stretch {
  readonly from?: string;
  readonly until?: string | undefined;
  readonly etag?: string | undefined;
}

interface PagesRead {
  /** The cursor of the page that was not had, for want of a request or by a failure; '' for the first one. */
  readonly stopped?: string;
  readonly failure?: unknown;
  readonly etag?: string | undefined;
}

async function readPages(
  app: GitHub['app'],
  requests: Requests,
  into: Attempt[],
  { from, until, etag }: Stretch,
): Promise<PagesRead> {
  const end = until === undefined ? 0 : Date.parse(until) - overlapMs;
  let mark = etag;
  for (let cursor = from; ; ) {
    if (!requests.take()) return { stopped: cursor ?? '', etag: mark };
    const headers = cursor === undefined && etag ? { 'if-none-match': etag } : {};
    const query = { per_page: 100, ...(cursor !== undefined && { cursor }), headers };
    let answer: Awaited<ReturnType<typeof app.rest.apps.listWebhookDeliveries>> | undefined;
    try {
      answer = await unlessUnchanged(requests, app.rest.apps.listWebhookDeliveries(query));
    } catch (failure) {
      return { stopped: cursor ?? '', failure, etag: mark };
    }
    if (!answer) return { etag: mark };
    if (cursor === undefined) mark = answer.headers.etag;
    into.push(...answer.data);
    cursor = nextCursor(answer.headers.link);
    const last = answer.data.at(-1);
    if (!cursor || !last || Date.parse(last.delivered_at) < end) return { etag: mark };
  }
}

function nextCursor(link: string | undefined): string | undefined {
  const next = /<([^>]+)>; *rel="next"/.exec(link ?? '')?.[1];
  return (next && new URL(next).searchParams.get('cursor')) || undefined;
}

/** Attempts of one delivery are listed apart; newest first. */
function byDelivery(attempts: readonly Attempt[]): LoggedDelivery[] {
  const mattering = attempts.filter(({ event, action }) => canMatter(event, action));
  return [...Map.groupBy(mattering, ({ guid }) => guid)].map(([guid, tries]) => {
    const newest = tries.reduce((one, other) => (other.id > one.id ? other : one));
    const first = Math.min(...tries.map(({ delivered_at }) => Date.parse(delivered_at)));
    return {
      ...{ guid, githubId: newest.id, event: newest.event, action: newest.action, deliveredAt: new Date(first) },
      ...{ installationId: newest.installation_id, repositoryId: newest.repository_id },
    };
  });
}
