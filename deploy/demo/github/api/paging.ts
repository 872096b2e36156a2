import { type Answer, ok } from './answer.ts';
import type { Call } from './call.ts';

/** `operation/list` answers: the page asked for, with GitHub's `Link` header. At most 100 a page, 30 unless told. */
export function page<Item>(call: Call, items: readonly Item[], write: (items: readonly Item[]) => unknown): Answer {
  const size = Math.min(Math.max(Number(call.query.per_page ?? 30), 1), 100);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const current = Math.max(Number(call.query.page ?? 1), 1);
  const links: string[] = [];
  const link = (rel: string, page: number) => links.push(`<${withQuery(call.url, { page })}>; rel="${rel}"`);
  if (current > 1) link('prev', current - 1);
  if (current < last) {
    link('next', current + 1);
    link('last', last);
  }
  if (current > 1) link('first', 1);
  const body = write(items.slice((current - 1) * size, current * size));
  return ok(body, linkHeader(links));
}

/**
 * Lists that move while they are read are paged by a cursor: items after the one whose id is the cursor (newest first).
 * `parameter` is the query parameter that carries it.
 */
export function cursorPage<Item extends { readonly id: number }>(
  call: Call,
  items: readonly Item[],
  parameter: string,
  write: (item: Item) => unknown,
): Answer {
  const size = Math.min(Math.max(Number(call.query.per_page ?? 30), 1), 100);
  const cursor = call.query[parameter];
  const start = cursor === undefined ? 0 : items.findIndex((item) => String(item.id) === cursor) + 1;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const more = last !== undefined && start + size < items.length;
  const links = more ? [`<${withQuery(call.url, { [parameter]: last.id })}>; rel="next"`] : [];
  return ok(shown.map(write), linkHeader(links));
}

function linkHeader(links: readonly string[]): Readonly<Record<string, string>> {
  return links.length === 0 ? {} : { link: links.join(', ') };
}

function withQuery(url: string, query: Readonly<Record<string, number>>): string {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(query)) changed.searchParams.set(name, String(value));
  return changed.href;
}
