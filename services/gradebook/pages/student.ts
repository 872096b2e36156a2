import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Feedback } from '#services/classroom/results/feedback.ts';
import { isSettled, stateInWords } from '#services/classroom/results/state-words.ts';
import type { NotCountedPush, StudentAssignment, StudentSheet } from '#services/classroom/results/student.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import type { Grade } from '#services/classroom/rules/grade.ts';
import { visible } from '#services/platform/text.ts';
import { answered } from './answered.ts';
import { attemptChart } from './attempt-chart.ts';
import { criterionSection, hasLost } from './criterion.ts';
import type { Page } from './layout.ts';
import { percent, points, time } from './words.ts';

export interface StudentPage {
  readonly course: { readonly slug: string; readonly title: string; readonly term?: string | null };
  readonly sheet: StudentSheet;
  /** Whose result came last, as whoever looks may see it; undefined: there is none yet. */
  readonly latest?: SubmissionResult | undefined;
  /** Of the whole course. */
  readonly feedback: Feedback;
  /** GitHub's address for people. */
  readonly githubUrl: string;
  readonly now: Date;
}

/** What a student asks: was my push counted, what is it worth, when is the next due. */
export function studentPage(page: StudentPage): Page {
  const { course, sheet } = page;
  const { participant, timeZone } = sheet;
  const live = sheet.assignments.some(({ underWay }) => underWay && !isSettled(underWay.state));
  const body = html`<h1>${participant.name}</h1>
    <p class="lead">${standing(sheet)}</p>
    <p class="quiet">${course.term ? html`${course.title}, ${course.term}. ` : ''}Times are in <span data-zone="${timeZone}">${timeZone}</span>.</p>
    <ul class="sheet">${inOrder(sheet.assignments, page.now).map((row) => assignmentCard(row, page))}</ul>
    ${notCounted(sheet.notCounted, page)}
    ${answered(page.feedback)}`;
  const href = `/courses/${course.slug}/participants/${participant.id}`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href, label: participant.name },
  ];
  const events = `/courses/${course.slug}/events?participant=${participant.id}`;
  return { title: participant.name, trail, body, live, events, scripts: ['times'] };
}

function standing({ total, slipDays }: StudentSheet): HtmlSafeString {
  const so =
    total.soFar === undefined
      ? html`Nothing is graded yet.`
      : html`<strong>${percent(total.soFar / 100)}</strong> so far.`;
  const budget = slipDays.spent + slipDays.left;
  if (budget === 0) return so;
  return html`${so} ${slipDays.left} of ${budget} late days left.`;
}

/** What is due next first, then what was due, newest first; what has no date last. */
function inOrder(rows: readonly StudentAssignment[], now: Date): StudentAssignment[] {
  const due = ({ grade }: StudentAssignment) => grade.why.deadline.due?.getTime();
  const rank = (row: StudentAssignment) => {
    const at = due(row);
    return at === undefined ? 1 : at >= now.getTime() ? 0 : 2;
  };
  return rows.toSorted((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    const later = (due(a) ?? 0) - (due(b) ?? 0);
    return rank(a) === 2 ? -later : later;
  });
}

function assignmentCard(row: StudentAssignment, page: StudentPage): HtmlSafeString {
  const { assignment, grade, underWay } = row;
  const explain = `/courses/${page.course.slug}/participants/${page.sheet.participant.id}/${assignment.slug}`;
  return html`<li class="card ${grade.state}" id="${assignment.slug}">
    <div class="about"><h2>${assignment.title}</h2>
      ${dueLine(grade, page)}
      ${underWay ? progress(underWay) : ''}
      ${uncounted(grade)}
      <p class="links">${repositoryLinks(row, page)}</p></div>
    <div class="result">${result(grade)}
      ${attemptChart(grade.why.attempts, grade.why.counting?.submissionId)}
      <a class="quiet" href="${explain}">${grade.state === 'open' && grade.why.attempts.length === 0 ? 'Dates and rules' : 'Explain this grade'}</a></div>
    ${page.latest?.assignment.id === assignment.id ? lostPoints(page.latest) : ''}</li>`;
}

/** What the latest result is short of, criterion by criterion; nothing where it has every point. */
function lostPoints({ id, sha, run }: SubmissionResult): HtmlSafeString {
  const short = run?.criteria.filter(hasLost) ?? [];
  if (!run?.score || short.length === 0) return html``;
  const address = `/submissions/${id}`;
  return html`<details class="lost-points" open><summary>What lost points in the latest result</summary>
    <p class="quiet"><a href="${address}">Commit <code>${sha.slice(0, 7)}</code></a> has ${points(run.score.score)} of ${points(run.score.maxScore)}.</p>
    ${short.map((outcome) => criterionSection(outcome, address))}</details>`;
}

function dueLine({ why: { deadline } }: Grade, { sheet, now }: StudentPage): HtmlSafeString {
  const { due, cutoff, extension } = deadline;
  if (!due) return html`<p class="quiet">No due date</p>`;
  const open = due >= now;
  return html`<p class="due ${open ? 'open' : ''}">${open ? 'Due' : 'Was due'} ${clock(due, sheet.timeZone)}
    ${open ? html`<span class="left" data-until="${due.toISOString()}"></span>` : ''}</p>
    ${extension ? html`<p class="quiet">Extended: ${visible(extension.reason, 200)}</p>` : ''}
    ${!open && cutoff && cutoff >= now ? html`<p class="quiet">Late work counts until ${clock(cutoff, sheet.timeZone)}</p>` : ''}`;
}

/** In the course's zone; a script adds one's own. */
function clock(at: Date, timeZone: string): HtmlSafeString {
  return html`<time datetime="${at.toISOString()}">${time(at, timeZone)}</time>`;
}

function progress({ submissionId, state }: NonNullable<StudentAssignment['underWay']>): HtmlSafeString {
  return html`<p class="progress"><span class="chip ${state.state}">${state.state}</span>
    <a href="/submissions/${submissionId}" aria-live="polite">${stateInWords(state)}</a></p>`;
}

function repositoryLinks(
  { repository, assignment }: StudentAssignment,
  { githubUrl, course }: StudentPage,
): HtmlSafeString {
  if (!repository) return html`<a href="/a/${course.slug}/${assignment.slug}">Accept it</a>`;
  const home = `${githubUrl}/${repository.owner}/${repository.name}`;
  const pull =
    repository.pullNumber === null ? '' : html` · <a href="${home}/pull/${repository.pullNumber}">pull request</a>`;
  return html`<a href="${home}"><code>${repository.owner}/${repository.name}</code></a>${pull}`;
}

/** Why the newest push is worth nothing, where none of them counts. */
function uncounted({ state, why: { attempts } }: Grade): HtmlSafeString {
  const not = attempts.at(-1)?.not;
  if (!not || (state !== 'missing' && state !== 'open')) return html``;
  return html`<p>Your push <code>${attempts.at(-1)?.sha.slice(0, 7)}</code> does not count. ${visible(not.words, 500)}
    <strong>${visible(not.mend, 500)}</strong></p>`;
}

const stateText: Readonly<Record<Exclude<Grade['state'], 'graded'>, string>> = {
  open: 'nothing yet',
  missing: 'missing',
  waiting: 'waits for its result',
  excused: 'excused',
};

function result({ state, points: earned, maxPoints, why }: Grade): HtmlSafeString {
  if (state !== 'graded' || earned === undefined)
    return html`<p class="figure none">${withoutPoints(state, why.attempts.length > 0)}</p>`;
  const { counting, override } = why;
  const late =
    counting && counting.daysLate > 0 ? html`<span class="chip warning">${days(counting.daysLate)} late</span>` : '';
  const figure = html`${points(earned)} <small>of ${points(maxPoints)}</small>`;
  return html`<p class="figure">${counting ? html`<a href="/submissions/${counting.submissionId}">${figure}</a>` : figure}</p>
    <meter min="0" max="1" value="${maxPoints > 0 ? earned / maxPoints : 0}" aria-label="Grade"></meter>
    <p class="tags">${late}${override ? html`<span class="chip">set by a teacher</span>` : ''}</p>`;
}

function withoutPoints(state: Grade['state'], pushed: boolean): string {
  if (pushed && (state === 'open' || state === 'missing')) return 'nothing counts';
  return stateText[state === 'graded' ? 'waiting' : state];
}

function days(n: number): string {
  return n === 1 ? '1 day' : `${n} days`;
}

function notCounted(pushes: readonly NotCountedPush[], { sheet }: StudentPage): HtmlSafeString {
  if (pushes.length === 0) return html``;
  return html`<section><h2>Pushes that were not counted</h2>
    <ul class="ignored">${pushes.map(
      (push) => html`<li><code>${visible(push.repository, 200)}</code> <code>${push.sha.slice(0, 7)}</code>,
        ${clock(push.at, sheet.timeZone)}: ${visible(push.why, 500)} ${push.mend ? html`<strong>${visible(push.mend, 500)}</strong>` : ''}</li>`,
    )}</ul></section>`;
}
