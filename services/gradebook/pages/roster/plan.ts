import { type HtmlSafeString, type HtmlValue, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import { isIdle } from '#services/classroom/roster/import.ts';
import { COLUMN, type Origin, type RosterFile } from '#services/classroom/roster/person.ts';
import type { ChangedPerson, RosterPlan } from '#services/classroom/roster/plan.ts';
import { fingerprint } from '#services/classroom/roster/planned.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import type { SentRoster } from './import.ts';
import { said } from './roster.ts';

export interface PlanView {
  readonly access: Access;
  readonly file: RosterFile;
  readonly plan: RosterPlan;
  readonly sent: SentRoster;
  /** The roster has changed since the plan was shown. */
  readonly stale?: boolean;
}

const stale = 'The roster has changed meanwhile, and nothing was applied. This is what the file would change now.';

/** What a file would change on the roster, with the button that does it. */
export function planPage(view: PlanView): Page {
  const { access, file, plan, sent } = view;
  const base = `/courses/${access.course.slug}/roster`;
  const body = html`<h1>What would change</h1>
    <p class="lead">${visible(file.file, 100)}: ${origins[file.origin]}, ${people(file.people.length)}.</p>
    ${said(view.stale ? { text: stale, refused: true } : undefined)}
    ${isIdle(plan) ? idle(base) : applyForm(base, view)}
    ${section('Added', plan.added, ['Name', 'E-mail', 'Institution id', 'Login', 'Section', 'Group'], (p) => [
      ...[p.name, p.email, p.institutionId, p.login, p.section, p.group].map((cell) => cell ?? ''),
    ])}
    ${section('Changed', plan.changed, ['Name', 'What'], (p) => [p.entry.name, changes(p)])}
    ${section('Left: not in the file', plan.left, ['Name', 'Login'], ({ name, login }) => [name, login ?? ''])}
    ${plan.missing.length > plan.left.length ? missing(plan) : ''}
    ${plan.unchanged.length > 0 ? html`<p>${people(plan.unchanged.length)} unchanged.</p>` : ''}
    ${file.skipped.length > 0 ? html`<p class="quiet">Not read: ${file.skipped.slice(0, 20).join('; ')}.</p>` : ''}
    <form method="post" action="${base}/import" enctype="multipart/form-data">${carried(sent, !sent.replace)}
      <p><button class="second">${sent.replace ? 'Show it without anybody leaving' : 'Show it as the whole roster'}</button>
      <a href="${base}/import">Take another file</a></p></form>`;
  return {
    ...{ title: 'What would change', body, tabs: courseTabs(access, 'Roster') },
    trail: [
      { href: `/courses/${access.course.slug}`, label: access.course.title },
      { href: base, label: 'Roster' },
    ],
  };
}

const origins: Readonly<Record<Origin, string>> = {
  ...{ pushmark: 'as downloaded here', canvas: 'from Canvas', moodle: 'from Moodle', other: 'a CSV' },
  ...{ 'github-classroom': 'from GitHub Classroom', classroom50: 'from Classroom 50' },
};

function applyForm(base: string, { plan, sent }: PlanView): HtmlSafeString {
  const what = [
    plan.added.length > 0 && `add ${plan.added.length}`,
    plan.changed.length > 0 && `change ${plan.changed.length}`,
    plan.left.length > 0 && `mark ${plan.left.length} as left`,
  ].filter(Boolean);
  return html`<form method="post" action="${base}/import/apply" enctype="multipart/form-data">${carried(sent, sent.replace)}
    <input type="hidden" name="shown" value="${fingerprint(plan)}" /><p><button>Apply: ${what.join(', ')}</button></p></form>`;
}

/** The file goes from page to page: nothing is kept of what is only tried. */
function carried({ text }: SentRoster, replace: boolean): HtmlSafeString {
  return html`<textarea name="text" hidden readonly aria-label="The file">
${text}</textarea>
    ${replace ? html`<input type="hidden" name="replace" value="yes" />` : ''}`;
}

function idle(base: string): HtmlSafeString {
  return html`<section class="notice"><p>Nothing: the roster says all of this already. <a href="${base}">To the roster</a></p></section>`;
}

function missing({ missing: them }: RosterPlan): HtmlSafeString {
  const some = them.slice(0, 10).map(({ name }) => name);
  const more = them.length - some.length;
  return html`<p>${people(them.length)} of the roster not in the file stay as they are: ${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}.</p>`;
}

function changes({ changes: fields, back }: ChangedPerson): HtmlSafeString {
  return html`${back ? html`<span class="chip">back</span> ` : ''}${fields.map(
    ({ field, before, after }) =>
      html`<span class="change">${COLUMN[field]}: ${before === undefined ? html`<i>empty</i>` : html`<del>${before}</del>`} →
      <ins>${after}</ins></span> `,
  )}`;
}

function section<T>(
  title: string,
  rows: readonly T[],
  heads: readonly string[],
  cells: (row: T) => readonly HtmlValue[],
): HtmlSafeString {
  if (rows.length === 0) return html``;
  return html`<section><h2>${title} <small>${rows.length}</small></h2>
    <div class="scroll" role="region" aria-label="${title}" tabindex="0"><table class="people"><thead><tr>${heads.map(
      (head) => html`<th scope="col">${head}</th>`,
    )}</tr></thead><tbody>${rows.map((row) => {
      const [first, ...more] = cells(row);
      return html`<tr><th scope="row">${first}</th>${more.map((cell) => html`<td>${cell}</td>`)}</tr>`;
    })}</tbody></table></div></section>`;
}

function people(count: number): string {
  return count === 1 ? 'one person' : `${count} people`;
}
