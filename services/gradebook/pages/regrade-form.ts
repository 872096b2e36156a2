import { type HtmlSafeString, html } from '@prairielearn/html';

/** Has something of one grade graded again, beside what counts. `hidden`: what the address does not say. */
export function regradeForm(
  action: string,
  what: string,
  hidden: Readonly<Record<string, string | number>> = {},
): HtmlSafeString {
  return html`<details><summary>Grade ${what} again</summary>
    <p>It runs behind fresh pushes and beside the grade that counts. What would change is shown before it is applied.</p>
    <form class="fields" method="post" action="${action}">${Object.entries(hidden).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
      <label>Reason <input name="why" required maxlength="300" size="40" /></label>
      <button>Grade again</button></form></details>`;
}
