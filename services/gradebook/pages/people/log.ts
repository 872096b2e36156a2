import { type HtmlSafeString, html } from '@prairielearn/html';
import type { LogEntry } from '#services/classroom/people/log.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import { time } from '../words.ts';
import { changed } from './changed.ts';

export interface LogView {
  readonly access: Access;
  readonly entries: readonly LogEntry[];
  readonly filters: { readonly actors: readonly string[]; readonly actions: readonly string[] };
  readonly actor: string | undefined;
  readonly action: string | undefined;
  /** The entry below which the next page begins; undefined: there is no more. */
  readonly next: number | undefined;
  /** It is not the newest page. */
  readonly older: boolean;
}

/** Who decided what in a course, newest first. */
export function logPage(view: LogView): Page {
  const { access, entries, filters } = view;
  const base = `/courses/${access.course.slug}/log`;
  const body = html`<h1>Log</h1>
    <p class="lead">Every decision in this course, newest first: who, what, before and after. Nothing is ever removed.
    Times are in ${access.course.timeZone}.</p>
    <form class="fields" method="get" action="${base}">
      ${choice('Who', 'actor', filters.actors, view.actor)}${choice('What', 'action', filters.actions, view.action)}
      <button class="second">Show</button></form>
    ${entries.length > 0 ? table(entries, access.course.timeZone) : empty(view)}
    <nav class="pages" aria-label="Pages">${view.older ? html`<a href="${base}${query(view)}">Newest</a>` : ''}
      ${view.next === undefined ? '' : html`<a href="${base}${query(view, view.next)}" rel="next">Older</a>`}</nav>`;
  return {
    ...{ title: `Log of ${access.course.title}`, body, tabs: courseTabs(access, 'Log') },
    trail: [{ href: `/courses/${access.course.slug}`, label: access.course.title }],
  };
}

function choice(label: string, name: string, values: readonly string[], chosen: string | undefined): HtmlSafeString {
  return html`<label>${label} <select name="${name}"><option value="">all</option>${values.map(
    (value) => html`<option ${value === chosen ? html`selected` : ''}>${value}</option>`,
  )}</select></label>`;
}

function query({ actor, action }: LogView, before?: number): string {
  const wish = { actor, action, before: before === undefined ? undefined : String(before) };
  const given = Object.entries(wish).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}

function empty({ actor, action, older }: LogView): HtmlSafeString {
  const text =
    actor || action
      ? 'Nothing of that kind was decided.'
      : older
        ? 'There is nothing older.'
        : 'Nothing was decided yet.';
  return html`<section class="notice"><p>${text}</p></section>`;
}

function table(entries: readonly LogEntry[], timeZone: string): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Log" tabindex="0"><table class="people"><thead><tr>
    <th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">To what</th>
    <th scope="col">Before and after</th></tr></thead><tbody>${entries.map(
      (entry) => html`<tr><td class="when">${time(entry.at, timeZone)}</td><td>${visible(entry.actor, 100)}</td>
      <td class="word"><code>${visible(entry.action, 60)}</code></td><th scope="row">${visible(entry.subject, 300)}</th>
      <td class="long">${changed(entry.before, entry.after, timeZone)}</td></tr>`,
    )}</tbody></table></div>`;
}
