import { type HtmlSafeString, html } from '@prairielearn/html';
import type { StaffMember } from '#services/classroom/people/staff.ts';

const example = `staff:
  some-login: teacher
  another-login: { role: assistant, sections: [A, B] }`;

/** The staff of a course, and how to change it: it stands in course.yaml, so that it is reviewed as everything else. */
export function staffSection(staff: readonly StaffMember[]): HtmlSafeString {
  return html`<section id="staff"><h2>Staff</h2>
    ${staff.length > 0 ? table(staff) : html`<p>course.yaml names nobody: only administrators of the server see the course.</p>`}
    <details><summary>How to change it</summary>
      <p>Write it in <code>course.yaml</code> of the course's repository and push: logins are those of GitHub, sections those
      of the roster; without sections somebody is for all. A teacher may do everything, an assistant grades and answers, an
      observer looks.</p><pre>${example}</pre></details></section>`;
}

function table(staff: readonly StaffMember[]): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Staff" tabindex="0"><table class="people"><thead><tr><th scope="col">Login</th>
    <th scope="col">Role</th><th scope="col">Sections</th><th scope="col">Signed in</th></tr></thead><tbody>${staff.map(
      (s) => html`<tr><th scope="row"><code>${s.login}</code></th><td>${s.role}</td>
      <td>${s.sections.length > 0 ? s.sections.join(', ') : 'all'}</td><td>${s.known ? 'yes' : 'not yet'}</td></tr>`,
    )}</tbody></table></div>`;
}
