import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Viewer } from '#services/classroom/people/viewer.ts';
import type { Cell, CourseSummary, CourseTable, Unmatched } from '#services/classroom/results/course-table.ts';
import type { Feedback } from '#services/classroom/results/feedback.ts';
import { erroredSection } from './errored.ts';
import { flakySection } from './flaky.ts';
import type { Page } from './layout.ts';
import { duration, points, stateWords, time } from './words.ts';

/** The courses that somebody has to do with. */
export function coursesPage(courses: readonly CourseSummary[], viewer: Viewer): Page {
  const body = html`<h1>Courses</h1>
    ${courses.length === 0 ? emptyCourses(viewer) : ''}
    <ul class="cards">${courses.map(courseCard)}</ul>`;
  return { title: 'Courses', trail: [], body };
}

function courseCard(course: CourseSummary): HtmlSafeString {
  return html`<li class="card"><a class="cover" href="/courses/${course.slug}">${course.title}</a>
    <p>${course.assignments} assignments · ${course.participants} participants${
      course.waiting > 0 ? html` · <span class="chip running">${course.waiting} under way</span>` : ''
    }</p></li>`;
}

function emptyCourses({ account, admin }: Viewer): HtmlSafeString {
  if (!admin && !account)
    return html`<section class="notice"><h2>Sign in to see yours</h2>
      <p><a class="button" href="/sign-in">Sign in with GitHub</a></p></section>`;
  if (!admin)
    return html`<section class="notice"><h2>No course of yours here</h2>
      <p>A course appears once your push has reached it, once you are in its roster, or once you have opened the invitation
      that your teacher sent. You are signed in as <strong>${account?.login}</strong>.</p></section>`;
  return html`<section class="notice"><h2>No course yet</h2>
    <p>Put a <code>course.yaml</code> and its assignment folders somewhere, then run
    <code>npx pushmark sync FOLDER</code>. This page then shows it.</p></section>`;
}

/** Participants × assignments. */
export function coursePage(table: CourseTable): Page {
  const { course, assignments, rows } = table;
  const live = rows.some((row) => row.cells.some((cell) => cell?.state === 'queued' || cell?.state === 'running'));
  const body = html`<h1>${course.title}</h1>
    <p class="lead">${rows.length} participants, ${assignments.length} assignments. The last official hand-in counts;
    times are in ${course.timeZone}.</p>
    <p class="quiet status">${status(table.feedback)}</p>
    ${rows.length === 0 ? emptyCourse() : grid(table)}
    ${erroredSection(table.errored, course.slug, course.timeZone)}
    ${flakySection(table.flaky)}
    ${table.unmatched.length > 0 ? unmatched(table.unmatched, course.timeZone) : ''}`;
  return { title: course.title, trail: [{ href: `/courses/${course.slug}`, label: course.title }], body, live };
}

/** How fast answers come just now; for everybody to see. */
function status({ pushes, median, p95 }: Feedback): string {
  if (median === undefined || p95 === undefined) return 'No push was answered in the last hour.';
  const many = pushes === 1 ? 'One push was' : `${pushes} pushes were`;
  return `${many} answered in the last hour: half of them within ${duration(median * 1000)}, 95 of 100 within ${duration(p95 * 1000)}.`;
}

function grid({ assignments, rows, course }: CourseTable): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Gradebook" tabindex="0"><table class="grid">
    <thead><tr><th scope="col">Participant</th>${assignments.map(
      (a) => html`<th scope="col">${a.title}<small>of ${points(a.maxScore)}</small></th>`,
    )}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr><th scope="row">${row.participant.name}${
          row.participant.kind === 'group' ? html`<small>group</small>` : ''
        }</th>${row.cells.map((cell) => html`<td>${cell ? score(cell, course.timeZone) : html`<span class="none">–</span>`}</td>`)}</tr>`,
    )}</tbody>
  </table></div>`;
}

function score(cell: Cell, timeZone: string): HtmlSafeString {
  const share = cell.score === undefined || cell.maxScore === 0 ? 0 : cell.score / cell.maxScore;
  return html`<a class="cell" href="/submissions/${cell.submissionId}" title="${time(cell.receivedAt, timeZone)}">
    <span class="figure">${cell.score === undefined ? '·' : points(cell.score)}</span>
    <meter min="0" max="1" value="${share}" aria-hidden="true"></meter>
    <span class="tags"><span class="attempt">#${cell.attempt}</span>${
      cell.state === 'done' ? '' : html`<span class="chip ${cell.state}">${stateWords[cell.state]}</span>`
    }${cell.marked ? html`<span class="chip marked">look at it</span>` : ''}</span></a>`;
}

function emptyCourse(): HtmlSafeString {
  return html`<section class="notice"><h2>Nobody has pushed yet</h2>
    <p>As soon as a repository that fits the course's naming patterns receives a push, its owner appears here.</p></section>`;
}

function unmatched(rows: readonly Unmatched[], timeZone: string): HtmlSafeString {
  return html`<section><h2>Pushes that belong to nobody yet</h2>
    <p>They are kept. Name the repository in <code>course.yaml</code> under <code>repositories:</code> and sync: they are then
    graded with the time at which they arrived.</p>
    <div class="scroll" role="region" aria-label="Unmatched pushes" tabindex="0"><table><thead><tr><th scope="col">Repository</th><th scope="col">Why</th><th scope="col">Pushes</th><th scope="col">Last</th></tr></thead>
    <tbody>${rows.map(
      (u) =>
        html`<tr><th scope="row"><code>${u.repository}</code></th><td>${u.reason}</td><td>${u.pushes}</td><td>${time(u.lastAt, timeZone)}</td></tr>`,
    )}</tbody></table></div></section>`;
}
