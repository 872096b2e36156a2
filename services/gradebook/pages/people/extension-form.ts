import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import { visible } from '#services/platform/text.ts';

/** What an extension can be for. */
export interface Choices {
  readonly assignments: readonly { readonly slug: string; readonly title: string }[];
  readonly sections: readonly string[];
  readonly participants: readonly { readonly id: number; readonly name: string; readonly kind: 'student' | 'group' }[];
}

/** The form as it is sent. */
export interface ExtensionForm {
  /** `everybody`, `section:A`, `participant:17` */
  readonly whom: string;
  /** Slug; empty: all. */
  readonly assignment: string;
  /** A local time of the course; empty where `amount` says it. */
  readonly until: string;
  readonly amount: string;
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly reason: string;
}

export const emptyForm: ExtensionForm = { whom: '', assignment: '', until: '', amount: '', unit: 'hours', reason: '' };

/** Grants nothing yet: what it would do is shown first. */
export function extensionForm({ course }: Access, choices: Choices, sent: ExtensionForm = emptyForm): HtmlSafeString {
  return html`<details class="panel" ${sent === emptyForm ? '' : html`open`}><summary>Grant more time</summary>
    <form class="fields" method="post" action="/courses/${course.slug}/extensions/preview">
    <label>For whom ${whomSelect(choices, sent.whom)}</label>
    <label>Assignment <select name="assignment"><option value="">all</option>${choices.assignments.map((a) =>
      option(a.slug, a.title, sent.assignment),
    )}</select></label>
    <label>Until (${course.timeZone}) <input name="until" type="datetime-local" value="${sent.until}" /></label>
    <label>or later by <input name="amount" type="number" min="1" max="527040" value="${sent.amount}" /></label>
    <label>Unit <select name="unit">${['minutes', 'hours', 'days'].map((unit) => option(unit, unit, sent.unit))}</select></label>
    <label class="wide">Why, as its student reads it, too <input name="reason" required maxlength="300" size="60" value="${sent.reason}" /></label>
    <button>Show what it would do</button></form></details>`;
}

function whomSelect({ sections, participants }: Choices, chosen: string): HtmlSafeString {
  return html`<select name="whom" required><option value="">Choose</option>${option('everybody', 'everybody', chosen)}
    ${sections.length > 0 ? html`<optgroup label="Sections">${sections.map((section) => option(`section:${section}`, `section ${section}`, chosen))}</optgroup>` : ''}
    <optgroup label="Participants">${participants.map(({ id, name, kind }) =>
      option(`participant:${id}`, kind === 'group' ? `${name} (group)` : name, chosen),
    )}</optgroup></select>`;
}

function option(value: string, label: string, chosen: string): HtmlSafeString {
  return html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${visible(label, 100)}</option>`;
}
