import { type HtmlSafeString, html } from '@prairielearn/html';
import type { OtherCommit, WorkRepository } from '#services/classroom/decisions/commits.ts';
import { visible } from '#services/platform/text.ts';
import { regradeForm } from '../regrade-form.ts';
import { points, time } from '../words.ts';
import type { CellView } from './cell.ts';

/** What a teacher can decide about one grade. */
export function decisionsSection(view: CellView, repositories: readonly WorkRepository[]): HtmlSafeString {
  const { access, participant, assignment, grade } = view;
  const course = `/courses/${access.course.slug}`;
  const base = `${course}/participants/${participant.id}/${assignment.slug}`;
  return html`<section class="panel"><h2>Decide</h2>
    <p class="quiet">Everything here stands in the log with its reason, and can be taken back. More time is granted as an <a href="${course}/extensions?whom=participant:${participant.id}&assignment=${assignment.slug}">extension</a>.</p>
    ${overrideForm(base, view)}
    ${grade.why.override ? html`<form method="post" action="${base}/override/revoke"><p><button class="danger">Let the computed grade stand again</button></p></form>` : ''}
    ${otherSection(base, view.others, access.course.timeZone)}
    ${repositories.length > 0 ? handInForm(base, repositories) : ''}
    ${view.run ? regradeForm(`${course}/changes`, 'every attempt', { assignment: assignment.slug, participant: view.owner.id }) : ''}</section>`;
}

function overrideForm(base: string, { grade }: CellView): HtmlSafeString {
  const { override, counting } = grade.why;
  const value = override?.points ?? counting?.points;
  return html`<form class="fields" method="post" action="${base}/override">
    <label>Points, of ${points(grade.maxPoints)} <input name="points" type="number" min="0" max="100000" step="0.01" value="${value === undefined ? '' : points(value)}" /></label>
    <label class="check"><input type="checkbox" name="excused" value="yes" ${override && override.points === undefined ? html`checked` : ''} /> Excused: outside every total</label>
    <label class="wide">Why, as its student reads it, too <input name="reason" required maxlength="500" size="60" value="${override?.reason ?? ''}" /></label>
    <button>Set the grade</button></form>`;
}

/** Pushes that are no attempt, each with the button that makes it one. */
function otherSection(base: string, others: readonly OtherCommit[], timeZone: string): HtmlSafeString {
  if (others.length === 0) return html``;
  return html`<h3>Pushes that are no attempt</h3>
    <div class="scroll" role="region" aria-label="Pushes that are no attempt" tabindex="0"><table class="people"><thead><tr>
    <th scope="col">Commit</th><th scope="col">Branch</th><th scope="col">Reached us</th><th scope="col">Why not</th><td></td></tr></thead>
    <tbody>${others.map((other) => otherRow(base, other, timeZone))}</tbody></table></div>`;
}

function otherRow(base: string, other: OtherCommit, timeZone: string): HtmlSafeString {
  const { repositoryId, sha, branch, at, submissionId, why } = other;
  const short = html`<code>${sha.slice(0, 7)}</code>`;
  return html`<tr><th scope="row">${submissionId === null ? short : html`<a href="/submissions/${submissionId}">${short}</a>`}</th>
    <td><code>${visible(branch ?? '', 100)}</code></td><td class="when">${time(at, timeZone)}</td>
    <td class="long">${why === null ? 'Practice: on a pull request of another branch.' : visible(why, 300)}</td>
    <td><form method="post" action="${base}/hand-in"><input type="hidden" name="repository" value="${repositoryId}" />
    <input type="hidden" name="sha" value="${sha}" /><button aria-label="Hand it in: ${sha.slice(0, 7)}">Hand it in</button></form></td></tr>`;
}

function handInForm(base: string, repositories: readonly WorkRepository[]): HtmlSafeString {
  return html`<details><summary>Hand in another commit of the repository</summary>
    <p>It is graded, and counts with the time at which it first reached us, on whatever branch; one that reached us with none
    of its pushes as their head counts from now. No limit of attempts and no cut-off holds it up.</p>
    <form class="fields" method="post" action="${base}/hand-in"><label>Repository <select name="repository">${repositories.map(
      ({ id, owner, name }) => html`<option value="${id}">${owner}/${name}</option>`,
    )}</select></label>
    <label>Commit <input name="sha" required pattern="[0-9a-fA-F]{7,64}" maxlength="64" size="44" placeholder="its 40 digits" /></label>
    <button>Hand it in</button></form></details>`;
}
