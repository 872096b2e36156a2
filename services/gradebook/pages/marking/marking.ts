import { type HtmlSafeString, html } from '@prairielearn/html';
import { doneOf, isMarked } from '#services/classroom/marking/progress.ts';
import type { Work } from '#services/classroom/marking/work.ts';
import type { Page } from '../layout.ts';
import { points, time } from '../words.ts';
import { progressTable } from './progress.ts';

export interface MarkingCourse {
  readonly slug: string;
  readonly title: string;
  readonly timeZone: string;
}

/** Who looks, and what of it is theirs to do. */
export interface Marker {
  readonly login: string;
  readonly may: { readonly mark: boolean; readonly deal: boolean };
}

const shownRows = 300;

/** What people mark in a course: how far they are, and what is left, one's own first. */
export function markingPage(course: MarkingCourse, work: readonly Work[], marker: Marker): Page {
  const href = `/courses/${course.slug}/marking`;
  const open = work.filter((one) => !isMarked(one));
  const body = html`<h1>Marking</h1>
    ${
      work.length === 0
        ? nothing()
        : html`<p class="lead">${standing(work)}</p>${actions(href, open, marker)}
    ${progressTable(href, work, marker.may.deal)}${toMark(course, open, marker)}`
    }`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href, label: 'Marking' },
  ];
  return { title: `${course.title}: marking`, trail, body };
}

function nothing(): HtmlSafeString {
  return html`<section class="notice"><h2>Nothing is here to mark</h2>
    <p>Submissions that count are listed here when their assignment has a criterion with <code>check: manual</code>: a person gives its points, and says why.</p></section>`;
}

function standing(work: readonly Work[]): string {
  const { done, all } = doneOf(work);
  if (done === all) return `All ${all} submissions are marked.`;
  return `${done} of ${all} submissions are marked; those that come to count later join them.`;
}

function actions(href: string, open: readonly Work[], { may }: Marker): HtmlSafeString {
  const free = open.some(({ dealtTo }) => dealtTo === undefined);
  return html`<div class="actions">${may.mark && open.length > 0 ? html`<a class="button" href="${href}/next">Mark the next one</a>` : ''}
    ${may.deal && free ? html`<form method="post" action="${href}/deal"><button class="second">Deal to assistants</button></form>` : ''}</div>`;
}

function toMark(course: MarkingCourse, open: readonly Work[], { login, may }: Marker): HtmlSafeString {
  if (open.length === 0) return html``;
  const mine = (one: Work) => Number(one.dealtTo === login.toLowerCase());
  const rows = open.toSorted((a, b) => mine(b) - mine(a));
  return html`<section><h2>To mark</h2>
    <div class="scroll" role="region" aria-label="To mark" tabindex="0"><table class="people"><thead><tr><th scope="col">Whose</th>
    <th scope="col">Assignment</th><th scope="col">Handed in</th><th scope="col">Points to give</th><th scope="col">Dealt to</th></tr></thead>
    <tbody>${rows.slice(0, shownRows).map((one) => row(course, one, may.mark))}</tbody></table></div>
    ${rows.length > shownRows ? html`<p class="quiet">And ${rows.length - shownRows} more.</p>` : ''}</section>`;
}

function row({ timeZone }: MarkingCourse, one: Work, mayMark: boolean): HtmlSafeString {
  const { submissionId, participant, assignment, at, unmarked, dealtTo } = one;
  return html`<tr><th scope="row"><a href="/submissions/${submissionId}${mayMark ? '#marking' : ''}">${participant.name}</a></th>
    <td>${assignment.title}</td><td class="when">${time(at, timeZone)}</td><td>${points(unmarked)}</td>
    <td>${dealtTo ?? html`<span class="quiet">nobody yet</span>`}</td></tr>`;
}
