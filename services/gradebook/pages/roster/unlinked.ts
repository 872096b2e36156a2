import { type HtmlSafeString, html } from '@prairielearn/html';
import type { RosterEntry } from '#services/classroom/roster/person.ts';
import type { Unlinked, UnlinkedStudent } from '#services/classroom/roster/unlinked.ts';
import { visible } from '#services/platform/text.ts';
import { time } from '../words.ts';

/** Pushes of people who are nobody on the roster: one click where it is plain who it is. */
export function unlinkedSection(base: string, { students, free }: Unlinked, timeZone: string): HtmlSafeString {
  return html`<section id="unlinked"><h2>Pushes of nobody on the roster</h2>
    <p>They are graded. Say whose they are, and their grades stand beside the name.</p>
    <div class="scroll" role="region" aria-label="Pushes of nobody on the roster" tabindex="0"><table class="people"><thead><tr>
      <th scope="col">GitHub login</th><th scope="col">Repositories</th><th scope="col">Last push</th><th scope="col">Is</th>
    </tr></thead><tbody>${students.map((student) => row(base, student, free, timeZone))}</tbody></table></div>
    ${free.length > 0 ? choices(free) : ''}</section>`;
}

/** The people whom a pusher can be, for every form of the page. */
function choices(free: readonly RosterEntry[]): HtmlSafeString {
  return html`<datalist id="free">${free.map((entry) => html`<option value="${choice(entry)}"></option>`)}</datalist>`;
}

/** A person in a list to choose from: the number at the end is what counts. */
export function choice({ name, email, institutionId, id }: RosterEntry): string {
  return `${[name, email ?? institutionId].filter(Boolean).join(', ')} #${id}`;
}

/** The number at the end of a choice. */
export function chosen(text: string): number | undefined {
  const digits = /#([1-9]\d{0,14})\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function row(base: string, student: UnlinkedStudent, free: readonly RosterEntry[], timeZone: string): HtmlSafeString {
  const [login = ''] = student.logins;
  return html`<tr><th scope="row">${student.logins.map((each) => html`<code>${visible(each, 100)}</code> `)}${
    student.name ? html`<small>${visible(student.name, 100)}</small>` : ''
  }</th>
    <td>${repositories(student)}</td><td class="when">${student.pushedAt ? time(student.pushedAt, timeZone) : 'never'}</td>
    <td>${student.suggestions.map(({ entry, because }) => suggestion(base, student, entry, because))}
    ${free.length > 0 ? byHand(base, student, login) : html`<small>everybody on the roster is linked</small>`}</td></tr>`;
}

function repositories({ repositories: all }: UnlinkedStudent): HtmlSafeString {
  const [first, ...more] = all;
  return html`<code>${first ? visible(first.fullName, 140) : ''}</code>${more.length > 0 ? html` <small>and ${more.length} more</small>` : ''}`;
}

function suggestion(base: string, student: UnlinkedStudent, entry: RosterEntry, because: string): HtmlSafeString {
  return html`<form class="row" method="post" action="${base}/links"><input type="hidden" name="participant" value="${student.participantId}" />
    <input type="hidden" name="person" value="${choice(entry)}" /><button aria-label="${student.logins[0]} is ${entry.name}">${entry.name}</button>
    <small>${visible(because, 200)}</small></form>`;
}

function byHand(base: string, student: UnlinkedStudent, login: string): HtmlSafeString {
  return html`<form class="row" method="post" action="${base}/links"><input type="hidden" name="participant" value="${student.participantId}" />
    <input name="person" list="free" required maxlength="600" aria-label="Who ${visible(login, 100)} is" placeholder="somebody else" /><button>Link</button></form>`;
}
