import { type HtmlSafeString, html } from '@prairielearn/html';
import { averages, type ColumnStatistics, columnStatistics } from '#services/classroom/gradebook/columns.ts';
import type { Cell, GradebookRow } from '#services/classroom/gradebook/table.ts';
import { visible } from '#services/platform/text.ts';
import { points } from '../words.ts';
import type { GradebookView } from './page.ts';
import { signMarkup } from './signs.ts';

/** The table itself. Ten thousand cells: each is one short link, and everything else stands in its row and column. */
export function gradebookGrid(view: GradebookView): HtmlSafeString {
  const { table, course } = view;
  const signs = signMarkup();
  const slugs = table.columns.map(({ slug }) => slug);
  return html`<div class="scroll" role="region" aria-label="Gradebook" tabindex="0"><table class="grid book">
    ${head(view)}
    <tbody>${table.rows.map((row) => {
      const base = `/courses/${course.slug}/participants/${row.participantId}/`;
      return html`<tr>${person(row, base.slice(0, -1))}<td>${percent(row.total.soFar)}</td>${row.cells.map(
        (cell, i) => html`<td><a href="${base}${slugs[i]}">${figure(cell)}</a>${signs(cell.signs)}</td>`,
      )}</tr>`;
    })}</tbody>
    ${foot(view)}</table></div>
    ${table.rows.length === 0 ? html`<p class="quiet">Nobody fits.</p>` : ''}`;
}

function person({ name, login, kind, sections }: GradebookRow, href: string): HtmlSafeString {
  const more = [login, kind === 'group' ? 'group' : undefined, ...sections].filter((text) => text !== undefined);
  return html`<th scope="row"><a href="${href}">${visible(name, 80)}</a>${
    more.length > 0 ? html`<small>${visible(more.join(' · '), 80)}</small>` : ''
  }</th>`;
}

function figure({ points: earned, handedIn, signs }: Cell): string {
  if (earned !== undefined) return points(earned);
  if (signs.includes('missing') || signs.includes('uncounted')) return '0';
  return handedIn ? '·' : '–';
}

function head({ course, table, wish }: GradebookView): HtmlSafeString {
  const link = (sort: string, label: string) => {
    const descending = sort === wish.sort ? !wish.descending : sort !== 'name';
    const query = new URLSearchParams({
      ...(wish.search && { search: wish.search }),
      ...(wish.section && { section: wish.section }),
      ...{ sort, ...(descending && { dir: 'desc' }) },
    });
    return html`<a href="/courses/${course.slug}?${query.toString()}">${label}</a>`;
  };
  const order = (sort: string) =>
    sort === wish.sort ? html`aria-sort="${wish.descending ? 'descending' : 'ascending'}"` : '';
  return html`<thead><tr><th scope="col" ${order('name')}>${link('name', 'Participant')}</th>
    <th scope="col" ${order('total')}>${link('total', 'Total')}<small>so far</small></th>${table.columns.map(
      ({ slug, title, maxPoints }) => html`<th scope="col" ${order(slug)}>${link(slug, visible(title, 60))}<small>of
        ${points(maxPoints)} · <a href="/courses/${course.slug}/assignments/${slug}" aria-label="Look at ${visible(title, 60)}">look</a></small></th>`,
    )}</tr></thead>`;
}

function foot({ table }: GradebookView): HtmlSafeString {
  const columns = columnStatistics(table);
  const totals = averages(table.rows.flatMap(({ total }) => total.soFar ?? []));
  const line = (label: string, total: string, of: (column: ColumnStatistics) => string | number) =>
    html`<tr><th scope="row">${label}</th><td>${total}</td>${columns.map((column) => html`<td>${of(column)}</td>`)}</tr>`;
  const short = (value: number | undefined) => (value === undefined ? '–' : String(Math.round(value * 10) / 10));
  return html`<tfoot>${line('Mean', percent(totals.mean), ({ mean }) => short(mean))}
    ${line('Median', percent(totals.median), ({ median }) => short(median))}
    ${line('Handed in', '', ({ handedIn }) => handedIn)}
    ${line('Full score', '', ({ full }) => full)}</tfoot>`;
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} %`;
}
