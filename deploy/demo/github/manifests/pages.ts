import { document } from '../page/document.ts';
import { escapeHtml } from '../page/markdown.ts';
import type { Account, OurApp } from '../world.ts';
import type { Manifest } from './manifest.ts';

/** What the App wishes for, and the button that makes it. */
export function confirmPage(action: string, owner: Account, manifest: Manifest): string {
  const rows = Object.entries(manifest.default_permissions ?? {}).map(([name, level]) => `${name}: ${level}`);
  const events = (manifest.default_events ?? []).join(', ') || 'none';
  const name = `<label>GitHub App name <input name="name" value="${escapeHtml(manifest.name ?? '')}" required></label>`;
  const button = `<p><button>Create GitHub App for ${escapeHtml(owner.login)}</button></p>`;
  return document(
    'Create GitHub App',
    `<h1>Create GitHub App</h1>${list('Permissions', rows)}<p>Events: ${escapeHtml(events)}</p>` +
      `<form method="post" action="${escapeHtml(action)}">${name}${button}</form>`,
  );
}

/** Where it may be installed: one button each. */
export function installPage(app: OurApp, action: string, accounts: readonly Account[]): string {
  const rows = Object.entries(app.permissions).map(([name, level]) => `${name}: ${level}`);
  const buttons = accounts.map(({ login }) => {
    const text = escapeHtml(`Install on ${login}`);
    return `<li><button name="account" value="${escapeHtml(login)}">${text}</button></li>`;
  });
  const form = `<form method="post" action="${escapeHtml(action)}"><ul class="choices">${buttons.join('')}</ul></form>`;
  return document(`Install ${app.name}`, `<h1>Install ${escapeHtml(app.name)}</h1>${list('Permissions', rows)}${form}`);
}

export function appPage(app: OurApp): string {
  const link = `<a href="/apps/${escapeHtml(app.slug)}/installations/new">Install</a>`;
  return document(app.name, `<h1>${escapeHtml(app.name)}</h1><ul class="choices"><li>${link}</li></ul>`);
}

export function installedPage(app: OurApp, account: Account): string {
  const text = `${app.name} is installed on ${account.login}, for all repositories.`;
  return document(`${app.name} is installed`, `<h1>${escapeHtml(app.name)}</h1><p>${escapeHtml(text)}</p>`);
}

function list(title: string, rows: readonly string[]): string {
  const items = rows.map((row) => `<li>${escapeHtml(row)}</li>`);
  return `<h2>${escapeHtml(title)}</h2><ul>${items.join('')}</ul>`;
}
