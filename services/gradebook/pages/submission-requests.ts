import { type HtmlSafeString, html } from '@prairielearn/html';
import type { RegradeRequest } from '#services/classroom/requests/requests.ts';
import { visible } from '#services/platform/text.ts';
import { answerOf } from './requests.ts';
import type { SubmissionPage } from './submission.ts';

/** What the participant doubts, the answers, and the form to ask. Nothing where there is nothing to say or ask. */
export function requestsSection({ submission, requests, mayAsk }: SubmissionPage): HtmlSafeString {
  const asks = mayAsk && submission.run?.score !== undefined;
  if (requests.length === 0 && !asks) return html``;
  return html`<section id="requests"><h2>Another look</h2>
    ${requests.map((request) => oneRequest(request, submission.course.timeZone))}
    ${asks ? askForm(submission) : ''}</section>`;
}

function oneRequest(request: RegradeRequest, timeZone: string): HtmlSafeString {
  return html`<article class="request"><p><strong>${request.criterionTitle}</strong>: ${visible(request.reason, 2000)}</p>
    ${answerOf(request, timeZone)}</article>`;
}

function askForm({ id, run }: SubmissionPage['submission']): HtmlSafeString {
  const criteria = (run?.criteria ?? []).filter(({ scored }) => scored.state === 'judged');
  return html`<details><summary>Ask the staff to look at a criterion again</summary>
    <form class="fields" method="post" action="/submissions/${id}/requests">
      <label>Criterion <select name="criterion">${criteria.map(
        ({ criterion }) => html`<option value="${criterion.name}">${criterion.title}</option>`,
      )}</select></label>
      <label class="wide">What you doubt, and why <textarea name="reason" required maxlength="2000"></textarea></label>
      <button>Ask</button></form></details>`;
}
