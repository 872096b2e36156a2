import { document } from '../page/document.ts';
import { escapeHtml } from '../page/markdown.ts';
import type { OurApp, World } from '../world.ts';

/** Where GitHub would ask for a password: every user is a link, and one more declines. */
export function choosePage(world: World, app: OurApp, query: URLSearchParams, cancel: string): string {
  const users = [...world.accounts.values()].filter(({ type }) => type === 'User');
  const items = users.map(({ login }) => {
    const next = new URLSearchParams(query);
    next.set('login', login);
    return item(`/login/oauth/authorize?${next}`, `Continue as ${login}`);
  });
  const nobody = users.length === 0 ? '<p>There are no users yet.</p>' : '';
  const note = `${app.name} would like to know who you are. This stand-in for GitHub takes your word for it.`;
  const head = `<h1>Sign in to ${escapeHtml(app.name)}</h1><p class="note">${escapeHtml(note)}</p>`;
  return document(
    `Sign in to ${app.name}`,
    `${head}${nobody}<ul class="choices">${items.join('')}${item(cancel, 'Cancel')}</ul>`,
  );
}

function item(href: string, text: string): string {
  return `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`;
}
