import { html } from '@prairielearn/html';
import type { Page } from './layout.ts';

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
}

/** What programs can read, and how. */
export function apiPage(operations: readonly Operation[]): Page {
  const body = html`<h1>API</h1>
    <p class="lead">Programs read what you may read. Nothing is changed through it.</p>
    <section><h2>Tokens</h2><p>Make one on <a href="/account">your account's page</a>: it has an end, may be for one course
      only, and can be taken back there. It is shown once. Send it as</p>
      <pre>curl -H 'Authorization: Bearer pushmark_…' https://THIS-HOST/api/courses/COURSE/grades</pre></section>
    <section><h2>Operations</h2><div class="scroll" role="region" aria-label="Operations" tabindex="0"><table>
      <thead><tr><th scope="col">Address</th><th scope="col">What it tells</th></tr></thead>
      <tbody>${operations.map(
        ({ method, path, summary }) =>
          html`<tr><th scope="row"><code>${method} ${path}</code></th><td>${summary}</td></tr>`,
      )}</tbody></table></div>
      <p><a href="/api/openapi.json">OpenAPI document</a></p></section>`;
  return { title: 'API', trail: [{ href: '/api', label: 'API' }], body };
}
