import { type HtmlSafeString, html } from '@prairielearn/html';
import type { StoppedAcceptance } from '#services/classroom/accepting/stopped.ts';
import { visible } from '#services/platform/text.ts';
import { time } from './words.ts';

/** Students whose repository is not made until somebody does what the sentence says. */
export function stoppedSection(rows: readonly StoppedAcceptance[], timeZone: string): HtmlSafeString {
  if (rows.length === 0) return html``;
  return html`<section id="stopped"><h2>Accepting stopped</h2>
    <p>They were told this. Once it is mended, they press "Try again" on the page of the assignment.</p>
    <div class="scroll" role="region" aria-label="Accepting stopped" tabindex="0"><table><thead><tr><th scope="col">Participant</th>
    <th scope="col">Assignment</th><th scope="col">Why</th><th scope="col">Since</th></tr></thead><tbody>${rows.map(
      (row) => html`<tr><th scope="row">${visible(row.participant, 100)}</th><td>${row.assignment}</td>
        <td>${visible(row.why, 400)}</td><td>${time(row.at, timeZone)}</td></tr>`,
    )}</tbody></table></div></section>`;
}
