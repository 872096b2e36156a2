import { html } from '@prairielearn/html';
import type { Page } from './layout.ts';

export const signInFailedPage: Page = notice(
  'That did not work',
  html`<p>GitHub did not confirm who you are: the link may be old, or sign-in was begun in another window.</p>
    <p><a class="button" href="/sign-in">Sign in again</a></p>`,
);

export const signedOutPage: Page = notice(
  'You are signed out',
  html`<p>Your GitHub account itself is still signed in at GitHub.</p>
    <p><a class="button" href="/sign-in">Sign in</a></p>`,
);

function notice(title: string, text: Page['body']): Page {
  return { title, trail: [], body: html`<section class="notice"><h1>${title}</h1>${text}</section>` };
}
