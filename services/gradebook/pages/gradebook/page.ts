import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Arrangement } from '#services/classroom/gradebook/arrange.ts';
import type { GradebookTable } from '#services/classroom/gradebook/table.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { Feedback } from '#services/classroom/results/feedback.ts';
import { answered } from '../answered.ts';
import type { Page } from '../layout.ts';
import { gradebookGrid } from './grid.ts';
import { legend } from './signs.ts';

export interface GradebookView {
  readonly course: Access['course'];
  /** Arranged as was asked for. */
  readonly table: GradebookTable;
  readonly feedback: Feedback;
  readonly wish: Arrangement;
}

/** Participants × assignments, with what there is to be looked at. */
export function gradebookPage(view: GradebookView): Page {
  const { course, table, feedback, wish } = view;
  const signs = new Set(table.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.signs)));
  const body = html`<h1>${course.title}${course.term ? html` <small>${course.term}</small>` : ''}</h1>
    <p class="lead">${inWords(table)} Times are in ${course.timeZone}.</p>
    ${table.participants === 0 ? emptyCourse(view) : html`${controls(view)}${gradebookGrid(view)}${legend(signs)}`}
    ${answered(feedback)}`;
  const live = table.participants <= few && wish.search === '' && (signs.has('running') || signs.has('waiting'));
  return { ...gradebookFrame(course), body, live };
}

/** More rows are not asked for every few seconds. */
const few = 100;

/** What is known before any grade is. */
export function gradebookFrame({ slug, title }: Access['course']): Omit<Page, 'body'> {
  return { title, trail: [{ href: `/courses/${slug}`, label: title }], scripts: ['live', 'grid'] };
}

function inWords({ participants, columns, unlinked }: GradebookTable): HtmlSafeString {
  const lost =
    unlinked === 0 ? '' : html` ${unlinked} on the roster ${unlinked === 1 ? 'is' : 'are'} linked to nobody yet.`;
  return html`${participants} ${participants === 1 ? 'participant' : 'participants'}, ${columns.length}
    ${columns.length === 1 ? 'assignment' : 'assignments'}.${lost}`;
}

/** A form of its own: it works without JavaScript; with it rows are found while one writes. */
function controls({ course, table, wish }: GradebookView): HtmlSafeString {
  const { search, section, sort, descending } = wish;
  const all = search === '' && section === '';
  return html`<form class="filter" method="get" action="/courses/${course.slug}" role="search" aria-label="Participants">
    <label>Find <input type="search" name="search" value="${search}" maxlength="100" /></label>
    ${
      table.sections.length > 0 || section
        ? html`<label>Section <select name="section"><option value="">all</option>${table.sections.map(
            (one) => html`<option ${one === section ? html`selected` : ''}>${one}</option>`,
          )}</select></label>`
        : ''
    }
    ${sort === 'name' ? '' : html`<input type="hidden" name="sort" value="${sort}" />`}
    ${descending ? html`<input type="hidden" name="dir" value="desc" />` : ''}
    <button>Show</button>
    ${all ? '' : html`<a href="/courses/${course.slug}">Show all</a>`}
    <span class="quiet" role="status">${all ? '' : html`${table.rows.length} of ${table.participants}`}</span>
  </form>`;
}

function emptyCourse({ course, table }: GradebookView): HtmlSafeString {
  return html`<section class="notice"><h2>Nobody has pushed yet</h2>
    <p>As soon as a repository that fits the course's naming patterns receives a push, its owner appears here.
    ${
      table.columns.length > 0
        ? html`Send students to <code>/a/${course.slug}/${table.columns[0]?.slug}</code>, or
          <a href="/courses/${course.slug}/roster">import the roster</a>.`
        : ''
    }</p></section>`;
}
