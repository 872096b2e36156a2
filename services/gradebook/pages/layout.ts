import { type HtmlSafeString, type HtmlValue, html } from '@prairielearn/html';

export interface Page {
  readonly title: string;
  /** From the course list down to this page. */
  readonly trail: readonly { readonly href: string; readonly label: string }[];
  readonly body: HtmlValue;
  /** Looks again every few seconds, because something is still under way. */
  readonly live?: boolean;
}

/** The frame of every page. Works without JavaScript: a live page then reloads by itself. */
export function layout(page: Page): HtmlSafeString {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${page.title} · Pushmark</title>
    <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
    ${['base', 'gradebook', 'submission', 'code'].map((sheet) => html`<link rel="stylesheet" href="/assets/${sheet}.css" />`)}
    ${page.live ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>` : ''}
    ${page.live ? html`<script src="/assets/live.js" defer></script>` : ''}
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="22" height="22" />Pushmark</a>
      <nav aria-label="Trail">
        ${page.trail.map((step) => html`<span aria-hidden="true">/</span><a href="${step.href}">${step.label}</a>`)}
      </nav>
    </header>
    <main id="main" ${page.live ? html`data-live="3"` : ''}>${page.body}</main>
  </body>
</html>`;
}

/** A page that says what went wrong and what to do. */
export function errorPage(title: string, message: string): HtmlSafeString {
  const body = html`<section class="notice"><h1>${title}</h1><p>${message}</p><p><a href="/">To the courses</a></p></section>`;
  return layout({ title, trail: [], body });
}
