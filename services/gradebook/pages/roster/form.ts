import { type HtmlSafeString, html } from '@prairielearn/html';
import type { TypedPerson } from '#services/classroom/roster/edit.ts';
import type { Field } from '#services/classroom/roster/person.ts';
import type { InvalidInput } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';
import type { Said } from './roster.ts';

const labels: Readonly<Record<Field, string>> = {
  ...{ name: 'Name', email: 'E-mail', institutionId: 'Institution id', login: 'GitHub login' },
  ...{ section: 'Section', group: 'Group' },
};

/** The fields of one person, filled with what is known or was typed. */
export function personForm(
  action: string,
  button: string,
  typed: TypedPerson,
  fields: readonly Field[],
): HtmlSafeString {
  return html`<form class="fields" method="post" action="${action}">${fields.map(
    (field) => html`<label>${labels[field]} <input name="${field}" maxlength="300" value="${typed[field] ?? ''}"
      ${field === 'name' ? html`required` : ''} /></label>`,
  )}<button>${button}</button></form>`;
}

/** What is wrong with what was typed. */
export function problemsOf({ problems }: InvalidInput): Said {
  const text = problems.map(({ field, message }) => `${field}: ${visible(message, 400)}`).join('; ');
  return { refused: true, text: `Nothing was changed. ${text}.` };
}
