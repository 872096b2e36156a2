import { type HtmlSafeString, html } from '@prairielearn/html';
import type { CriterionOutcome } from '#services/classroom/results/run.ts';
import { visible } from '#services/platform/text.ts';
import type { SubmissionPage } from './submission.ts';
import { points } from './words.ts';

/** The forms of whoever may mark: points of manual criteria. */
export function markingSection({ submission, mayMark }: SubmissionPage): HtmlSafeString {
  if (!mayMark) return html``;
  const manual = (submission.run?.criteria ?? []).filter(({ criterion }) => criterion.state === 'manual');
  if (manual.length === 0) return html``;
  return html`<section id="marking"><h2>Mark</h2>${manual.map((one) => markForm(submission.id, one))}
    <p><a href="/courses/${submission.course.slug}/marking/next?after=${submission.id}">Leave it, and on to the next one</a></p></section>`;
}

function markForm(id: number, { criterion, mark }: CriterionOutcome): HtmlSafeString {
  const { guide } = criterion.options as { guide?: string };
  return html`<form class="fields" method="post" action="/submissions/${id}/marks">
    <input type="hidden" name="criterion" value="${criterion.name}" />
    ${guide ? html`<p class="hint">${visible(guide, 4000)}</p>` : ''}
    <label>${criterion.title}, of ${points(criterion.points)}
      <input name="points" type="number" min="0" max="${criterion.points}" step="any" required value="${mark ? points(mark.credit * criterion.points) : ''}" /></label>
    <label class="wide">Comment <textarea name="comment" maxlength="4000">${mark?.comment ?? ''}</textarea></label>
    <button name="go" value="next">${mark ? 'Mark anew' : 'Mark'}, and on to the next one</button>
    <button class="second">${mark ? 'Mark anew' : 'Mark'}, and stay</button></form>`;
}
