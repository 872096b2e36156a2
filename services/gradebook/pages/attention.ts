import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import type { Attention, Undecided, Unmatched } from '#services/classroom/results/attention.ts';
import { answered } from './answered.ts';
import { erroredSection } from './errored.ts';
import { flakySection } from './flaky.ts';
import type { Page } from './layout.ts';
import { time } from './words.ts';

/** What of a course needs a look. `retried`: so many runs wait again because of a press of the button. */
export function attentionPage({ course, role }: Access, found: Attention, retried?: number): Page {
  const { errored, flaky, unmatched: lost, feedback, undecided } = found;
  const waits = undecided.changes + undecided.requests + undecided.marks;
  const body = html`<h1>Needs a look</h1>
    ${answered(feedback)}
    ${retried === undefined ? '' : html`<p class="notice" role="status">${retried === 1 ? 'One run waits' : `${retried} runs wait`} again.</p>`}
    ${waits + errored.length + flaky.length + lost.length === 0 ? nothing() : ''}
    ${waits > 0 ? toDecide(undecided, course.slug) : ''}
    ${erroredSection(errored, course, isAtLeast(role, 'teacher'))}
    ${flakySection(flaky)}
    ${lost.length > 0 ? unmatched(lost, course.timeZone) : ''}`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/courses/${course.slug}/attention`, label: 'Needs a look' },
  ];
  return { title: `${course.title}: needs a look`, trail, body };
}

function nothing(): HtmlSafeString {
  return html`<section class="notice"><h2>Nothing needs you</h2>
    <p>Every push found its assignment and was graded, no test was flaky, and nothing waits for a decision.</p></section>`;
}

/** Where grades wait for a person. */
function toDecide({ changes, requests, marks }: Undecided, slug: string): HtmlSafeString {
  const line = (count: number, [one, several]: readonly [string, string], path: string) =>
    count === 0
      ? ''
      : html`<li><a href="/courses/${slug}/${path}">${count === 1 ? `1 ${one} waits` : `${count} ${several} wait`}</a></li>`;
  return html`<section class="notice marked"><h2>To decide</h2><ul>${line(changes, ['change', 'changes'], 'changes')}
    ${line(requests, ['request', 'requests'], 'requests')}${line(marks, ['submission to mark', 'submissions to mark'], 'marking')}</ul></section>`;
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
