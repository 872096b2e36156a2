import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';

/** What is not right in a file that somebody sent, line by line. */
export function problemList(problems: readonly Problem[]): HtmlSafeString {
  const shown = problems.slice(0, 100);
  const many = problems.length === 1 ? 'One line is' : `${problems.length} lines are`;
  return html`<section class="notice marked" role="alert"><h2>Nothing was changed: ${many} not right</h2></section>
    <div class="scroll" role="region" aria-label="What is not right" tabindex="0"><table><thead><tr><th scope="col">Line</th>
    <th scope="col">Column</th><th scope="col">What is wrong, and what would be right</th></tr></thead><tbody>${shown.map(
      (p) => html`<tr><th scope="row">${p.line > 0 ? p.line : 'file'}</th><td>${visible(p.field, 60)}</td>
      <td>${visible(p.message, 400)}</td></tr>`,
    )}</tbody></table></div>
    ${problems.length > shown.length ? html`<p>and ${problems.length - shown.length} more.</p>` : ''}`;
}
