import { html } from '@prairielearn/html';
import { type Access, isAtLeast, type Role } from '#services/classroom/people/viewer.ts';
import type { Page } from '../layout.ts';
import { manualForm } from './manual.ts';

const FORMATS: readonly { file: string; label: string; what: string; least: Role }[] = [
  {
    file: 'grades.csv',
    label: 'CSV',
    what: 'One row for each student, one column for each assignment.',
    least: 'observer',
  },
  { file: 'grades.json', label: 'JSON', what: 'The same for programs.', least: 'observer' },
  { file: 'canvas.csv', label: 'Canvas', what: 'In Canvas: Grades, Import.', least: 'observer' },
  { file: 'moodle.csv', label: 'Moodle', what: 'In Moodle: Grades, Import, CSV file.', least: 'observer' },
  {
    ...{ file: 'manual.csv', label: 'Manual columns', least: 'teacher' },
    what: 'Grades set by hand and points of manual criteria, for a spreadsheet; it comes back below.',
  },
];

/** The grades of a course as files. `done`: a file was just taken over. */
export function exportPage(access: Access, done?: string): Page {
  const { course, role, sections } = access;
  const body = html`<h1>Export</h1>
    ${done ? html`<p class="notice" role="status">The file is taken over.</p>` : ''}
    <p class="lead">Grades as they are now${sections ? html`, of your sections: ${sections.join(', ')}` : ''}.</p>
    <div class="formats">${FORMATS.filter(({ least }) => isAtLeast(role, least)).map(
      ({ file, label, what }) =>
        html`<p><a class="button" href="/courses/${course.slug}/export/${file}" download>${label}</a> ${what}</p>`,
    )}</div>
    ${isAtLeast(role, 'teacher') ? manualForm(access) : ''}
    <p class="quiet">Files that Canvas or Moodle wrote themselves are filled by <code>npx pushmark export --fill</code>.
      Programs read grades by <a href="/api">the API</a>.</p>`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/courses/${course.slug}/export`, label: 'Export' },
  ];
  return { title: `${course.title}: export`, trail, body };
}
