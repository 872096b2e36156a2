import { html } from '@prairielearn/html';
import type { Page } from '../layout.ts';

/** Whoever comes without the link, or with an old one. */
export const needsLinkPage: Page = notice(
  'This server is not set up yet',
  html`<p>Whoever runs it finds the link to this page in what Pushmark writes at its start:
    <code>Set it up at …/setup?token=…</code></p>`,
);

export const notConvertedPage: Page = notice(
  'GitHub did not give out the App',
  html`<p>The way back from GitHub is good once and for an hour. Open the link that Pushmark wrote at its start once more.
    If an App was made meanwhile, delete it in your organisation's settings, under GitHub Apps.</p>`,
);

/** Another process of the server has the App, and this one will in a moment. */
export const takingOverPage: Page = notice(
  'One moment',
  html`<p>The App is made, and this server takes it over. The page goes on by itself.</p>`,
);

export const claimedPage: Page = notice(
  'This way in is used',
  html`<p>It makes one account administrator, once. Sign in with that account; or name administrators in
    <code>PUSHMARK_ADMINS</code>.</p>`,
);

function notice(title: string, text: Page['body']): Page {
  return { title, trail: [], body: html`<section class="notice"><h1>${title}</h1>${text}</section>` };
}
