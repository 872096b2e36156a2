import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Attempt, Counting } from '#services/classroom/rules/grade.ts';
import { ordinal, points, time } from '../words.ts';
import type { CellView } from './cell.ts';

/** Every attempt with its times, whether it counts, and why not; for who decides, the choice of the one that does. */
export function attemptsSection(view: CellView): HtmlSafeString {
  const { attempts, counting } = view.grade.why;
  if (attempts.length === 0) return html`<section><h2>Attempts</h2><p>Nothing was handed in.</p></section>`;
  const chooses = view.repositories !== undefined && view.owner.id === view.participant.id;
  return html`<section><h2>Attempts</h2>
    <div class="scroll" role="region" aria-label="Attempts" tabindex="0"><table class="people"><thead><tr>
      <th scope="col">Attempt</th><th scope="col">Commit</th><th scope="col">Time that counts</th><th scope="col">Late</th>
      <th scope="col">Points</th><th scope="col">Counts</th>${chooses ? html`<td></td>` : ''}</tr></thead>
    <tbody>${attempts.map((attempt) => row(view, attempt, counting, chooses))}</tbody></table></div></section>`;
}

function row(view: CellView, attempt: Attempt, counting: Counting | undefined, chooses: boolean): HtmlSafeString {
  const { submissionId, sha, number, daysLate } = attempt;
  const counts = counting?.submissionId === submissionId;
  const href = `/submissions/${submissionId}`;
  return html`<tr class="${counts ? 'counts' : ''}"><th scope="row">${number === undefined ? 'does not count' : ordinal(number)}</th>
    <td><a href="${href}"><code>${sha.slice(0, 7)}</code></a></td>
    <td class="when">${times(attempt, view.access.course.timeZone)}</td><td>${daysLate > 0 ? days(daysLate) : 'in time'}</td>
    <td>${result(attempt)}</td><td>${counts && counting ? reason(counting) : not(attempt)}</td>
    ${chooses ? html`<td>${choice(view, attempt, counting)}${takeBack(view, attempt)}</td>` : ''}</tr>`;
}

/** By our clock; where that makes it late and GitHub had it before, by GitHub's. Both are shown. */
function times({ at, receivedAt, pushedAt }: Attempt, timeZone: string): HtmlSafeString {
  if (pushedAt && at.getTime() === pushedAt.getTime() && at.getTime() !== receivedAt.getTime())
    return html`${time(at, timeZone)} <small>by GitHub's clock; it reached us ${time(receivedAt, timeZone)}</small>`;
  return html`${time(at, timeZone)}`;
}

function result({ state, raw }: Attempt): HtmlSafeString {
  if (raw) return html`${points(raw.points)} of ${points(raw.maxPoints)}`;
  if (state === 'waiting') return html`<span class="chip">no result yet</span>`;
  if (state === 'unavailable') return html`<span class="chip unavailable">cannot be had</span>`;
  return html`<span class="chip errored">our trouble</span>`;
}

function reason({ by, chosenBy }: Counting): HtmlSafeString {
  const why = {
    last: 'it is the last',
    best: 'it is the best',
    chosen: 'its student chose it',
    staff: `${chosenBy} chose it`,
  };
  return html`<span class="chip">counts</span> <small>${why[by]}</small>`;
}

function not({ not: refusal }: Attempt): HtmlSafeString {
  return refusal ? html`${refusal.words} <small>${refusal.mend}</small>` : html``;
}

function baseOf({ access, participant, assignment }: CellView): string {
  return `/courses/${access.course.slug}/participants/${participant.id}/${assignment.slug}`;
}

function takeBack(view: CellView, { submissionId, sha }: Attempt): HtmlSafeString {
  if (!view.takeable.has(submissionId)) return html``;
  return html`<form method="post" action="${baseOf(view)}/take-back"><input type="hidden" name="submission" value="${submissionId}" />
    <button class="second" aria-label="Take the hand-in back: ${sha.slice(0, 7)}">Take the hand-in back</button></form>`;
}

function choice(view: CellView, attempt: Attempt, counting?: Counting): HtmlSafeString {
  const base = baseOf(view);
  const isChosen = counting?.by === 'staff' && counting.submissionId === attempt.submissionId;
  if (isChosen) return html`<form method="post" action="${base}/unchoose"><button>Let the rules decide</button></form>`;
  if (!attempt.raw || counting?.submissionId === attempt.submissionId) return html``;
  return html`<form method="post" action="${base}/choose"><input type="hidden" name="submission" value="${attempt.submissionId}" />
    <button aria-label="Let it count: ${attempt.sha.slice(0, 7)}">Let it count</button></form>`;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
