import { type HtmlSafeString, html } from '@prairielearn/html';
import type { CourseSummary } from '#services/classroom/results/courses.ts';
import type { Finding } from '#services/classroom/setup/finding.ts';
import type { RepositoryState } from '#services/classroom/setup/followed.ts';
import type { Page } from '../layout.ts';

/** How far setting up has come. */
export interface SetupState {
  readonly app: { readonly name: string; readonly url: string; readonly installUrl: string };
  /** Logins; undefined where GitHub did not answer. */
  readonly installedOn: readonly string[] | undefined;
  /** How the App stands, worst first; empty where GitHub did not answer. */
  readonly findings: readonly Finding[];
  readonly canMakeRepositories: boolean;
  readonly courses: readonly CourseSummary[];
  /** That courses are taken over from. */
  readonly repositories: readonly RepositoryState[];
  /** The environment names them, so that nobody can here. */
  readonly fixed: boolean;
  readonly problem?: string | undefined;
}

/** What is done and what comes next; for administrators, at any time. */
export function nextPage(state: SetupState): Page {
  const { app, installedOn = [], courses } = state;
  const body = html`<h1>Setting up</h1>
    <ol class="steps">
      ${step(true, 'The App', html`<a href="${app.url}">${app.name}</a> is made.${findingList(state.findings)}`)}
      ${step(installedOn.length > 0, 'Install it', installation(state))}
      ${step(courses.length > 0, 'The course', course(state))}
      ${step(false, 'Students', students(state))}
    </ol>`;
  return { title: 'Setting up', trail: [{ href: '/setup', label: 'Set up' }], body };
}

function step(done: boolean, title: string, text: HtmlSafeString): HtmlSafeString {
  return html`<li class="${done ? 'done' : ''}"><h2>${title}${done ? html` <span class="chip pass">done</span>` : ''}</h2>${text}</li>`;
}

/** What somebody has to mend or should know; what is fine needs no words. */
function findingList(findings: readonly Finding[]): HtmlSafeString {
  const told = findings.filter(({ state }) => state !== 'fine');
  if (told.length === 0) return html``;
  return html`<ul class="findings">${told.map(({ what, state, words, remedy, link }) => {
    const mend = link ? html`<a href="${link}">${remedy}</a>` : remedy;
    return html`<li><span class="chip ${state === 'missing' ? 'fail' : 'skip'}">${what}</span> ${words}${remedy ? html`. To mend it: ${mend}` : ''}.</li>`;
  })}</ul>`;
}

function installation({ app, installedOn }: SetupState): HtmlSafeString {
  const link = html`<a class="button ${installedOn?.length ? 'second' : ''}" href="${app.installUrl}">Install it at GitHub</a>`;
  if (installedOn === undefined)
    return html`<p>GitHub did not answer just now; look again in a moment.</p><p>${link}</p>`;
  if (installedOn.length === 0)
    return html`<p>On your organisation, for all repositories: new ones are then graded without a further step.</p><p>${link}</p>`;
  return html`<p>Installed on ${installedOn.join(', ')}.</p><p>${link}</p>`;
}

function course({ courses, repositories, fixed, problem }: SetupState): HtmlSafeString {
  return html`${courses.length > 0 ? html`<ul>${courses.map((c) => html`<li><a href="/courses/${c.slug}">${c.title}</a></li>`)}</ul>` : ''}
    <p>Write a <code>course.yaml</code> and the folders of its assignments, and run <code>npx pushmark sync FOLDER</code>; or
    keep them in a private repository where the App is installed, one for each course: each push to its branch is then taken over. Of an export of
    GitHub Classroom, <code>npx pushmark import classroom EXPORT --into FOLDER</code> makes all of it, and says what comes next.</p>
    ${problem ? html`<p class="chip fail" role="alert">${problem}</p>` : ''}
    ${repositories.length > 0 ? html`<ul>${repositories.map(repositoryLine)}</ul>` : ''}
    ${fixed ? html`<p>The repositories are named by <code>PUSHMARK_COURSE_REPOSITORY</code>, where the server is started.</p>` : repositoryForm(repositories)}`;
}

function repositoryLine({ repository, courses, failed, words }: RepositoryState): HtmlSafeString {
  const names = courses.map(({ slug, title }, i) => html`${i > 0 ? ', ' : ''}<a href="/courses/${slug}">${title}</a>`);
  return html`<li><code>${repository}</code>${names.length > 0 ? html` is ${names}` : ''}:
    ${failed ? html`<span class="chip fail">trouble</span> ` : ''}${words}</li>`;
}

function repositoryForm(repositories: readonly RepositoryState[]): HtmlSafeString {
  const written = repositories.map(({ repository }) => repository).join(', ');
  return html`<form class="fields" method="post" action="/setup/course-repository">
      <label>Course repositories, with commas between several <input name="repository" value="${written}" placeholder="owner/name, owner/other" maxlength="2000" autocapitalize="off" spellcheck="false" /></label>
      <button class="second">Follow</button></form>`;
}

function students({ canMakeRepositories, courses }: SetupState): HtmlSafeString {
  const rosters = courses.map(
    ({ slug, title }) => html`<li><a href="/courses/${slug}/roster/import">People of ${title}</a></li>`,
  );
  const who = html`${rosters.length > 0 ? html`<p>Who they are, from a list of yours, Canvas, Moodle or GitHub Classroom:</p><ul>${rosters}</ul>` : ''}`;
  const slug = courses.length === 1 ? courses[0]?.slug : 'COURSE';
  if (canMakeRepositories)
    return html`${who}<p>Send them to <code>/a/${slug}/ASSIGNMENT</code>: each accepts there and gets a repository of its own.
      Repositories that they have already go on as they are.</p>`;
  return html`${who}<p>Make their repositories as you are used to, named as <code>naming</code> in course.yaml says; a push is all that
    is needed.</p>`;
}
