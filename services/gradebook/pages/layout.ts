import { type HtmlSafeString, type HtmlValue, html } from '@prairielearn/html';
import type { Viewer } from '#services/classroom/people/viewer.ts';
import type { CourseTab } from './tabs.ts';

/** What a route answers with; the frame around it is the same everywhere. */
export interface Page {
  readonly title: string;
  /** From the course list down to this page. */
  readonly trail: readonly { readonly href: string; readonly label: string }[];
  readonly body: HtmlValue;
  /** The pages of a course, with this one among them. */
  readonly tabs?: readonly CourseTab[];
  /** Looks again every few seconds, because something is still under way. */
  readonly live?: boolean;
  /** Where a live page hears that it should look (routes/events.ts). */
  readonly events?: string;
  /** Names of scripts in assets/ that make it nicer; it works without them. */
  readonly scripts?: readonly string[];
}

/** Who sees the frame. */
export interface Frame {
  readonly viewer: Viewer;
  /** Where sign-in leads back to. */
  readonly path: string;
  readonly canSignIn: boolean;
}

const sheets = ['base', 'forms', 'gradebook', 'book', 'people', 'student', 'changes', 'submission', 'code', 'setup'];

/** A page in its frame. Works without JavaScript: a live page then reloads by itself. */
export function layout(page: Page, frame: Frame): HtmlSafeString {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${page.title} · Pushmark</title>
    <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
    ${sheets.map((sheet) => html`<link rel="stylesheet" href="/assets/${sheet}.css" />`)}
    ${page.live ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>` : ''}
    ${[...(page.live ? ['live'] : []), ...(page.scripts ?? [])].map((name) => html`<script src="/assets/${name}.js" defer></script>`)}
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="22" height="22" />Pushmark</a>
      <nav aria-label="Trail">
        ${page.trail.map((step) => html`<span aria-hidden="true">/</span><a href="${step.href}">${step.label}</a>`)}
      </nav>
      ${person(frame)}
    </header>
    ${page.tabs ? tabs(page.tabs) : ''}
    <main id="main" ${page.live ? html`data-live="3"` : ''} ${page.live && page.events ? html`data-events="${page.events}"` : ''}>${page.body}</main>
  </body>
</html>`;
}

/** A page that says what went wrong and what to do. */
export function errorPage(title: string, message: string): Page {
  const body = html`<section class="notice"><h1>${title}</h1><p>${message}</p><p><a href="/">To the courses</a></p></section>`;
  return { title, trail: [], body };
}

function tabs(entries: readonly CourseTab[]): HtmlSafeString {
  return html`<nav class="tabs" aria-label="Course">${entries.map(
    ({ href, label, here }) => html`<a href="${href}" ${here ? html`aria-current="page"` : ''}>${label}</a>`,
  )}</nav>`;
}

function person({ viewer, path, canSignIn }: Frame): HtmlSafeString {
  if (!canSignIn) return html``;
  if (!viewer.account) return html`<a class="person" href="/sign-in?to=${encodeURIComponent(path)}">Sign in</a>`;
  return html`<div class="person"><a href="/account">${viewer.account.login}</a>
    <form method="post" action="/sign-out"><button class="plain">Sign out</button></form></div>`;
}
