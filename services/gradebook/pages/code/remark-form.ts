import { type HtmlSafeString, html } from '@prairielearn/html';

/** Where a file of a submission has a page of its own; with a line, and a form there. */
export function fileAddress(submissionId: number, file: string, line?: number): string {
  const query = new URLSearchParams({ file, ...(line !== undefined && { line: String(line) }) });
  return `/submissions/${submissionId}/code?${query}${line === undefined ? '' : '#remark'}`;
}

/** A remark on a line that is still to be named. */
export function anyLineForm(submissionId: number, file: string, lines: number): HtmlSafeString {
  return html`<details class="say"><summary>Say something about a line</summary>
    <form class="fields" method="post" action="/submissions/${submissionId}/remarks"><input type="hidden" name="file" value="${file}" />
      <label>Line <input name="line" type="number" min="1" max="${Math.max(1, lines)}" required /></label>
      <label class="wide">Remark <textarea name="text" required maxlength="4000"></textarea></label>
      <button>Say it</button></form></details>`;
}

/** A remark on this line, made on the file's own page, which it leads back to. */
export function lineForm(submissionId: number, file: string, line: number): HtmlSafeString {
  return html`<form class="fields" id="remark" method="post" action="/submissions/${submissionId}/remarks">
      <input type="hidden" name="file" value="${file}" /><input type="hidden" name="line" value="${line}" /><input type="hidden" name="on" value="file" />
      <label class="wide">Remark on line ${line} <textarea name="text" required maxlength="4000" autofocus></textarea></label>
      <button>Say it</button> <a href="${fileAddress(submissionId, file)}">leave it</a></form>`;
}
