import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Viewer } from '#services/classroom/people/viewer.ts';
import type { CourseSummary } from '#services/classroom/results/courses.ts';
import type { Page } from './layout.ts';

/** The courses that somebody has to do with. */
export function coursesPage(courses: readonly CourseSummary[], viewer: Viewer): Page {
  const body = html`<h1>Courses</h1>
    ${courses.length === 0 ? emptyCourses(viewer) : ''}
    <ul class="cards">${courses.map(courseCard)}</ul>`;
  return { title: 'Courses', trail: [], body };
}

function courseCard(course: CourseSummary): HtmlSafeString {
  return html`<li class="card"><a class="cover" href="/courses/${course.slug}">${course.title}</a>${course.term ? html` <small>${course.term}</small>` : ''}
    <p>${course.assignments} assignments · ${course.participants} participants${
      course.waiting > 0 ? html` · <span class="chip running">${course.waiting} under way</span>` : ''
    }</p>
    ${course.toDecide > 0 ? html`<p><a class="above" href="/courses/${course.slug}/attention">${waits(course.toDecide)} for a decision</a></p>` : ''}</li>`;
}

function waits(count: number): string {
  return count === 1 ? 'One thing waits' : `${count} things wait`;
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
