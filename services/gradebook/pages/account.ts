import { type HtmlSafeString, html } from '@prairielearn/html';
import type { AccessToken } from '#services/classroom/people/tokens.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from './layout.ts';
import { time } from './words.ts';

export interface TokensView {
  readonly tokens: readonly AccessToken[];
  /** That a token can be made for. */
  readonly courses: readonly { readonly slug: string; readonly title: string }[];
  /** The text of a token that was made just now and is never shown again. */
  readonly fresh?: string;
}

/** One's own account. */
export function accountPage(account: Account, { tokens, courses, fresh }: TokensView): Page {
  const body = html`<h1>${account.login}</h1>
    <p class="lead">Signed in with GitHub. Pushmark knows your login and your account's number, and keeps no token of GitHub.</p>
    <form method="post" action="/sign-out/everywhere"><button class="second">Sign out everywhere</button></form>
    <section><h2>Tokens for programs</h2>
      <p>A token reads what you may read, through the <a href="/api">API</a>; it changes nothing.</p>
      ${fresh ? freshToken(fresh) : ''}
      ${tokens.length > 0 ? tokenTable(tokens) : ''}
      ${tokenForm(courses)}
    </section>`;
  return { title: account.login, trail: [{ href: '/account', label: account.login }], body };
}

function freshToken(token: string): HtmlSafeString {
  return html`<div class="notice" role="status"><p>Copy it now, it is not shown again:</p>
    <p><code class="secret">${token}</code></p></div>`;
}

function tokenTable(tokens: readonly AccessToken[]): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Tokens" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Course</th>
    <th scope="col">Used last</th><th scope="col">Ends</th><td></td></tr></thead><tbody>${tokens.map(
      (t) => html`<tr><th scope="row">${visible(t.name, 100)}</th><td>${t.course ?? 'all of yours'}</td>
      <td>${t.usedAt ? time(t.usedAt, 'UTC') : 'never'}</td><td>${time(t.expiresAt, 'UTC')}</td>
      <td><form method="post" action="/account/tokens/${t.id}/revoke"><button aria-label="Take back ${t.name}">Take back</button></form></td></tr>`,
    )}</tbody></table></div>`;
}

function tokenForm(courses: TokensView['courses']): HtmlSafeString {
  return html`<form class="fields" method="post" action="/account/tokens">
    <label>What it is for <input name="name" required maxlength="100" /></label>
    <label>Course <select name="course"><option value="">all your courses</option>${courses.map(
      ({ slug, title }) => html`<option value="${slug}">${title}</option>`,
    )}</select></label>
    <label>Ends after days <input name="days" type="number" min="1" max="366" value="90" required /></label>
    <button>Make a token</button></form>`;
}
