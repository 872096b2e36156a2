import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import { COLUMN } from '#services/classroom/roster/person.ts';
import type { Problem } from '#services/platform/errors.ts';
import type { Page } from '../layout.ts';
import { problemList } from '../problems.ts';
import { courseTabs } from '../tabs.ts';

/** What was sent, to be sent again after a correction. */
export interface SentRoster {
  /** As it was read; empty where it is no text. */
  readonly text: string;
  readonly replace: boolean;
}

/** Where a file of people is uploaded or pasted; again with what is wrong in it. */
export function importPage(access: Access, sent?: SentRoster, problems: readonly Problem[] = []): Page {
  const base = `/courses/${access.course.slug}/roster`;
  const body = html`<h1>Import a roster</h1>
    <p class="lead">You see what would change before anything does. The same file again changes nothing.</p>
    ${problems.length > 0 ? problemList(problems) : ''}
    <form class="panel" method="post" action="${base}/import" enctype="multipart/form-data">
      <p><label>A file <input type="file" name="file" accept=".csv,.tsv,.txt,text/csv" /></label></p>
      <p><label for="text">or its text</label></p>
      <textarea id="text" name="text" class="csv" rows="10" spellcheck="false">
${sent?.text ?? ''}</textarea>
      <p><label class="check"><input type="checkbox" name="replace" value="yes" ${sent?.replace ? html`checked` : ''} />
        This is the whole roster: who is not in it has left. Their grades stay.</label></p>
      <p><button>Show what would change</button></p>
    </form>
    ${explanation()}`;
  return {
    ...{ title: 'Import a roster', body, tabs: courseTabs(access, 'Roster') },
    trail: [
      { href: `/courses/${access.course.slug}`, label: access.course.title },
      { href: base, label: 'Roster' },
    ],
  };
}

function explanation(): HtmlSafeString {
  const columns = Object.values(COLUMN);
  return html`<section><h2>Which files</h2>
    <p>CSV with commas, semicolons or tabs, in UTF-8. Its first row names the columns: <code>${columns.join(',')}</code>.
    Only the name is needed; an empty cell changes nothing. People are known again by institution id, else e-mail, else
    login, else a name that nobody else has.</p>
    <p>Recognised as they are: our own download, the gradebook export of Canvas, the participants of Moodle, the roster of GitHub
    Classroom and of Classroom 50.</p></section>`;
}
