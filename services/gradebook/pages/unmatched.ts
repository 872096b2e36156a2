import { type HtmlSafeString, html } from '@prairielearn/html';
import type { MatchChoice } from '#services/classroom/decisions/match-repository.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { Unmatched } from '#services/classroom/results/attention.ts';
import { visible } from '#services/platform/text.ts';
import { time } from './words.ts';

/** Repositories of nobody, each with a form that says whose it is; `choices`: assignments, none for who may not say it. */
export function unmatchedSection(
  rows: readonly Unmatched[],
  { slug, timeZone }: Access['course'],
  choices: readonly MatchChoice[],
): HtmlSafeString {
  if (rows.length === 0) return html``;
  return html`<section id="unmatched"><h2>Pushes that belong to nobody yet</h2>
    <p>They are kept. Say whose they are here, or name the repository in <code>course.yaml</code> under
    <code>repositories:</code> and sync: they are then graded with the time at which they arrived.</p>
    <div class="scroll" role="region" aria-label="Unmatched pushes" tabindex="0"><table><thead><tr><th scope="col">Repository</th><th scope="col">Why</th><th scope="col">Pushes</th><th scope="col">Last</th>
    ${choices.length > 0 ? html`<th scope="col">Is</th>` : ''}</tr></thead>
    <tbody>${rows.map(
      (u) =>
        html`<tr><th scope="row"><code>${u.repository}</code></th><td>${u.reason}</td><td>${u.pushes}</td><td>${time(u.lastAt, timeZone)}</td>
        ${choices.length > 0 ? html`<td>${matchForm(u, slug, choices)}</td>` : ''}</tr>`,
    )}</tbody></table></div></section>`;
}

function matchForm({ repositoryId, repository }: Unmatched, slug: string, choices: readonly MatchChoice[]) {
  const of = visible(repository, 140);
  return html`<form class="row" method="post" action="/courses/${slug}/match"><input type="hidden" name="repository" value="${repositoryId}" />
    <select name="assignment" aria-label="Assignment of ${of}">${choices.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</select>
    <select name="kind" aria-label="Kind of owner of ${of}"><option value="student">student</option><option value="group">group</option></select>
    <input name="name" required maxlength="100" placeholder="login or group" aria-label="Owner of ${of}" /><button>Match</button></form>`;
}
