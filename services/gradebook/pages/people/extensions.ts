import { type HtmlSafeString, html } from '@prairielearn/html';
import type { GrantedExtension } from '#services/classroom/decisions/granted.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { type Said, said } from '../roster/roster.ts';
import { courseTabs } from '../tabs.ts';
import { time } from '../words.ts';
import { type Choices, type ExtensionForm, extensionForm } from './extension-form.ts';

export interface ExtensionsView {
  readonly access: Access;
  readonly extensions: readonly GrantedExtension[];
  /** Undefined: may not grant. */
  readonly choices: Choices | undefined;
  readonly said?: Said | undefined;
  /** The form as it was sent, where something is wrong with it. */
  readonly form?: ExtensionForm | undefined;
}

/** Who has more time, until when and why. */
export function extensionsPage(view: ExtensionsView): Page {
  const { access, extensions, choices } = view;
  const active = extensions.filter(({ revokedAt }) => !revokedAt);
  const revoked = extensions.filter(({ revokedAt }) => revokedAt);
  const body = html`<h1>Extensions</h1>
    <p class="lead">More time for a participant, a section or everybody. Grades follow at once, also of what was handed in before.
    Of several the most generous counts. Times are in ${access.course.timeZone}.</p>
    ${said(view.said)}
    ${choices ? extensionForm(access, choices, view.form) : ''}
    <section><h2>In force <small>${active.length}</small></h2>
    ${active.length > 0 ? table(view, active) : html`<p>Nobody has more time.</p>`}</section>
    ${revoked.length > 0 ? html`<section><h2>Taken back <small>${revoked.length}</small></h2>${table(view, revoked)}</section>` : ''}`;
  return {
    ...{ title: `Extensions in ${access.course.title}`, body, tabs: courseTabs(access, 'Extensions') },
    trail: [{ href: `/courses/${access.course.slug}`, label: access.course.title }],
  };
}

function table({ access, choices }: ExtensionsView, extensions: readonly GrantedExtension[]): HtmlSafeString {
  const { slug, timeZone } = access.course;
  const revocable = choices !== undefined && extensions.some(({ revokedAt }) => !revokedAt);
  return html`<div class="scroll" role="region" aria-label="Extensions" tabindex="0"><table class="people"><thead><tr>
    <th scope="col">Who</th><th scope="col">Assignment</th><th scope="col">Time</th><th scope="col">Why</th>
    <th scope="col">Granted</th>${revocable ? html`<td></td>` : ''}</tr></thead><tbody>${extensions.map(
      (x) => html`<tr><th scope="row">${who(x, slug)}</th><td>${x.assignment?.title ?? 'all'}</td>
      <td class="when">${moreTime(x, timeZone)}</td><td>${visible(x.reason, 300)}</td>
      <td class="when">${time(x.grantedAt, timeZone)} by ${x.grantedBy}${x.revokedAt ? html`<br />taken back ${time(x.revokedAt, timeZone)} by ${x.revokedBy}` : ''}</td>
      ${revocable ? html`<td><a href="/courses/${slug}/extensions/${x.id}/revoke">Take back</a></td>` : ''}</tr>`,
    )}</tbody></table></div>`;
}

/** For whom an extension is. */
export function who({ participant, section }: GrantedExtension, slug: string): HtmlSafeString {
  if (participant) return html`<a href="/courses/${slug}/participants/${participant.id}">${participant.name}</a>`;
  return section === undefined ? html`everybody` : html`section ${section}`;
}

/** Until when, or how much later. */
export function moreTime(
  { until, minutes = 0, days }: Pick<GrantedExtension, 'until' | 'minutes' | 'days'>,
  timeZone: string,
): string {
  if (until) return `until ${time(until, timeZone)}`;
  return days === undefined ? `${longer(minutes)} later` : `${counted(days, 'day')} later, at the same time`;
}

/** Minutes in the largest unit that is even. */
function longer(minutes: number): string {
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
