import { type HtmlSafeString, html } from '@prairielearn/html';
import type { MatchChoice } from '#services/classroom/decisions/match-repository.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import type { Attention, Undecided } from '#services/classroom/results/attention.ts';
import { answered } from './answered.ts';
import { erroredSection } from './errored.ts';
import { flakySection } from './flaky.ts';
import type { Page } from './layout.ts';
import { stoppedSection } from './stopped.ts';
import { unmatchedSection } from './unmatched.ts';

export interface AttentionMore {
  /** So many runs wait again because of a press of the button. */
  readonly retried?: number | undefined;
  /** Assignments to which the viewer may match repositories. */
  readonly choices?: readonly MatchChoice[];
  /** Why a repository could not be matched. */
  readonly why?: string | undefined;
}

/** What of a course needs a look. */
export function attentionPage({ course, role }: Access, found: Attention, more: AttentionMore = {}): Page {
  const { errored, flaky, unmatched: lost, stopped, feedback, undecided } = found;
  const { retried, choices = [], why } = more;
  const waits = undecided.changes + undecided.requests + undecided.marks;
  const body = html`<h1>Needs a look</h1>
    ${answered(feedback)}
    ${why === undefined ? '' : html`<p class="notice marked" role="alert">${why}</p>`}
    ${retried === undefined ? '' : html`<p class="notice" role="status">${retried === 1 ? 'One run waits' : `${retried} runs wait`} again.</p>`}
    ${waits + errored.length + flaky.length + lost.length + stopped.length === 0 ? nothing() : ''}
    ${waits > 0 ? toDecide(undecided, course.slug) : ''}
    ${erroredSection(errored, course, isAtLeast(role, 'teacher'))}
    ${flakySection(flaky)}
    ${stoppedSection(stopped, course.timeZone)}
    ${unmatchedSection(lost, course, choices)}`;
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
