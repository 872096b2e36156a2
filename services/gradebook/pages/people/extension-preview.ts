import { type HtmlSafeString, html } from '@prairielearn/html';
import type { GrantedExtension } from '#services/classroom/decisions/granted.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { Difference } from '#services/classroom/proposals/difference.ts';
import { visible } from '#services/platform/text.ts';
import { comparison } from '../changes.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import type { ExtensionForm } from './extension-form.ts';
import { moreTime, who } from './extensions.ts';

/** What a decision moves in one assignment. */
export interface MovedAssignment {
  readonly slug: string;
  readonly title: string;
  readonly difference: Difference;
}

export interface PreviewView {
  readonly access: Access;
  readonly extension: GrantedExtension;
  /** Assignments in which a grade moves. */
  readonly moved: readonly MovedAssignment[];
  /** The form that grants it; undefined: it is to be taken back. */
  readonly form: ExtensionForm | undefined;
}

/** Whose grades an extension moves, before it is granted or taken back. */
export function extensionPreviewPage({ access, extension, moved, form }: PreviewView): Page {
  const { slug, timeZone, title } = access.course;
  const base = `/courses/${slug}/extensions`;
  const heading = form ? 'Grant more time' : 'Take an extension back';
  const body = html`<h1>${heading}</h1>
    <p class="lead">${who(extension, slug)}, ${extension.assignment?.title ?? 'all assignments'}: ${moreTime(extension, timeZone)}.
    ${visible(extension.reason, 300)}</p>
    ${
      moved.length === 0
        ? html`<section class="notice"><p><strong>No grade moves now.</strong> The due date does, for what is handed in from now on.</p></section>`
        : moved.map((one) => section(one, access))
    }
    ${form ? grantForm(base, form) : html`<form method="post" action="${base}/${extension.id}/revoke"><p class="actions"><button class="danger">Take it back</button> <a href="${base}">Leave it</a></p></form>`}`;
  return {
    ...{ title: heading, body, tabs: courseTabs(access, 'Extensions') },
    trail: [
      { href: `/courses/${slug}`, label: title },
      { href: base, label: 'Extensions' },
    ],
  };
}

function section({ slug, title, difference }: MovedAssignment, { course }: Access): HtmlSafeString {
  return html`<section><h2>${title}</h2>${comparison(difference, course, slug)}</section>`;
}

function grantForm(base: string, form: ExtensionForm): HtmlSafeString {
  return html`<form method="post" action="${base}">${Object.entries(form).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}<p class="actions"><button>Grant it</button> <a href="${base}">Leave it</a></p></form>`;
}
