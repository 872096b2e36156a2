import { type HtmlSafeString, html } from '@prairielearn/html';
import type { ManualConflict, ManualRead, ManualValue } from '#services/classroom/exports/manual.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { problemList } from '../problems.ts';
import { courseTabs } from '../tabs.ts';
import { points } from '../words.ts';

/** A file of manual columns, read. */
export interface ManualView {
  readonly access: Access;
  /** As it was read; goes from page to page, for nothing is kept of what is only tried. */
  readonly text: string;
  readonly reason: string;
  readonly read: ManualRead;
  /** Names what is shown. */
  readonly shown: string;
  /** Something else was shown before. */
  readonly stale?: boolean;
}

const stale = 'Something has changed here meanwhile, and nothing was applied. This is what the file would change now.';

/** What a file of manual columns would change, its conflicts, and the button that does it. */
export function manualPage({ access, text, reason, read, shown, stale: isStale }: ManualView): Page {
  const { changes, conflicts } = read;
  const action = `${baseOf(access)}/manual/apply`;
  const body = html`<h1>What would change</h1>
    ${isStale ? html`<p class="notice marked" role="alert">${stale}</p>` : ''}
    ${changes.length + conflicts.length === 0 ? html`<p>Nothing: all of this stands here already. <a href="${baseOf(access)}">Back</a></p>` : ''}
    ${table('Changes', changes)}
    ${conflicts.length > 0 ? html`<p>Conflicts were changed here and in the file since it was written. They stay as they are here, unless you say otherwise.</p>` : ''}
    ${table('Conflicts', conflicts)}
    ${
      changes.length + conflicts.length > 0
        ? html`<form class="fields" method="post" action="${action}" enctype="multipart/form-data">
      <textarea name="text" hidden readonly aria-label="The file">
${text}</textarea><input type="hidden" name="shown" value="${shown}" />
      <label>Why <input name="reason" required maxlength="300" value="${reason}" /></label>
      ${conflicts.length > 0 ? html`<label class="check"><input type="checkbox" name="conflicts" value="file" /> In conflicts the file counts</label>` : ''}
      <button>Apply</button></form>`
        : ''
    }`;
  return framed(access, 'What would change', body);
}

/** Nothing was read, or not all could be done: what was wrong. */
export function manualProblems(access: Access, problems: readonly Problem[]): Page {
  return framed(access, 'Not taken over', html`<h1>Not taken over</h1>${problemList(problems)}${back(access)}`);
}

/** The rest was done. */
export function manualUndone(access: Access, undone: readonly string[]): Page {
  const list = html`<ul>${undone.slice(0, 100).map((words) => html`<li>${visible(words, 300)}</li>`)}</ul>`;
  const body = html`<h1>Not all could be done</h1><p>This was not done; the rest was.</p>${list}${back(access)}`;
  return framed(access, 'Not all could be done', body);
}

/** Where a file comes back, on the page of exports. */
export function manualForm(access: Access): HtmlSafeString {
  return html`<section><h2>Manual columns come back</h2>
    <p>The file of manual columns, filled in. You see what would change, and what was changed here meanwhile, before anything does.</p>
    <form class="fields" method="post" action="${baseOf(access)}/manual" enctype="multipart/form-data">
      <label>The file <input type="file" name="file" required accept=".csv,.tsv,.txt,text/csv" /></label>
      <button>Show what would change</button></form></section>`;
}

function table(title: string, rows: readonly (ManualRead['changes'][number] | ManualConflict)[]): HtmlSafeString {
  if (rows.length === 0) return html``;
  const isConflict = (row: (typeof rows)[number]): row is ManualConflict => 'exported' in row;
  const withWas = rows.some(isConflict);
  return html`<section><h2>${title} <small>${rows.length}</small></h2>
    <div class="scroll" role="region" aria-label="${title}" tabindex="0"><table><thead><tr><th scope="col">Who</th><th scope="col">Column</th>
    ${withWas ? html`<th scope="col">When exported</th>` : ''}<th scope="col">Here</th><th scope="col">In the file</th></tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr><th scope="row">${visible(row.name, 100)}</th><td>${row.key}</td>
      ${isConflict(row) ? html`<td>${said(row.exported)}</td>` : ''}<td>${said(row.before)}</td><td>${said(row.after)}</td></tr>`,
    )}</tbody></table></div></section>`;
}

function said(value: ManualValue): string {
  if (value === null) return '–';
  return value === 'excused' ? value : points(value);
}

function back(access: Access): HtmlSafeString {
  return html`<p><a href="${baseOf(access)}">Take another file</a></p>`;
}

function baseOf({ course }: Access): string {
  return `/courses/${course.slug}/export`;
}

function framed(access: Access, title: string, body: HtmlSafeString): Page {
  const trail = [
    { href: `/courses/${access.course.slug}`, label: access.course.title },
    { href: baseOf(access), label: 'Export' },
  ];
  return { title, trail, body, tabs: courseTabs(access, 'Export') };
}
