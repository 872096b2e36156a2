import { type HtmlSafeString, html } from '@prairielearn/html';
import type { FlakyCase } from '#services/classroom/results/flaky.ts';
import { visible } from '#services/platform/text.ts';

/** Tests whose verdict depends on luck: with one student it is the code, with many it is the test. */
export function flakySection(cases: readonly FlakyCase[]): HtmlSafeString {
  if (cases.length === 0) return html``;
  return html`<section id="flaky"><h2>Flaky tests</h2>
    <p>They failed, and passed when they were run again on the same code. One submission: look at its code. Many: look at
    the test. What such a case counts is said by <code>flaky:</code> of its criterion.</p>
    <div class="scroll" role="region" aria-label="Flaky tests" tabindex="0"><table>
    <thead><tr><th scope="col">Test</th><th scope="col">Assignment</th><th scope="col">Submissions</th></tr></thead>
    <tbody>${cases.map(
      (one) =>
        html`<tr><th scope="row"><code>${visible(one.case, 300)}</code></th><td>${one.assignment}</td>
          <td><a href="/submissions/${one.submissionId}">${one.submissions}</a></td></tr>`,
    )}</tbody></table></div></section>`;
}
