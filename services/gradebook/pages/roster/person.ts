import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { TypedPerson } from '#services/classroom/roster/edit.ts';
import type { RosterPerson } from '#services/classroom/roster/people.ts';
import { FIELDS } from '#services/classroom/roster/person.ts';
import type { Unlinked, UnlinkedStudent } from '#services/classroom/roster/unlinked.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import { personForm } from './form.ts';
import { type Said, said, state } from './roster.ts';

export interface PersonView {
  readonly access: Access;
  readonly person: RosterPerson;
  readonly unlinked: Unlinked;
  /** A correction that could not be made, as typed. */
  readonly typed?: TypedPerson | undefined;
  readonly said?: Said | undefined;
}

/** One person of the roster: correct, invite, link, unlink, remove. */
export function personPage({ access, person, unlinked, typed, said: word }: PersonView): Page {
  const base = `/courses/${access.course.slug}/roster`;
  const body = html`<h1>${person.name}</h1>
    <p class="lead">${state(person)}</p>
    ${said(word)}
    ${correcting(`${base}/${person.id}`, person, typed)}
    ${person.participant ? linked(`${base}/${person.id}`, person) : html`${linking(base, person, unlinked)}${person.left ? '' : inviting(`${base}/${person.id}`, person)}`}
    ${removing(`${base}/${person.id}`, person)}`;
  return {
    ...{ title: person.name, body, tabs: courseTabs(access, 'Roster') },
    trail: [
      { href: `/courses/${access.course.slug}`, label: access.course.title },
      { href: base, label: 'Roster' },
    ],
  };
}

function correcting(self: string, person: RosterPerson, typed: TypedPerson = person): HtmlSafeString {
  const fields = FIELDS.filter((field) => field !== 'login' || !person.participant);
  const begun = person.begun?.join(', ');
  return html`<section><h2>Correct</h2>${personForm(`${self}/correct`, 'Save', typed, fields)}
    ${begun ? html`<p class="quiet">Work was begun in ${begun}: the page Groups moves somebody out of that.</p>` : ''}</section>`;
}

function removing(self: string, { left, name }: RosterPerson): HtmlSafeString {
  if (left) return html`<form method="post" action="${self}/back"><button>Take ${name} back</button></form>`;
  return html`<details><summary>${name} has left the course</summary><p>Grades stay, and so does what was handed in.</p>
    <form method="post" action="${self}/remove"><button class="danger">Take ${name} off the roster</button></form></details>`;
}

function linked(self: string, { participant, name }: RosterPerson): HtmlSafeString {
  const logins = participant?.logins ?? [];
  return html`<section><h2>GitHub account</h2><p>${logins.map((login) => html`<code>${login}</code> `)}${
    participant?.known
      ? 'The account is known by its number: a new login changes nothing.'
      : 'Not seen yet: known by this login only.'
  }</p>
    <details><summary>This is not ${name}</summary><p>What was handed in stays, and is nobody's on the roster until you link it.</p>
    <form method="post" action="${self}/unlink"><button class="danger">Unlink ${logins.join(', ')}</button></form></details></section>`;
}

function linking(base: string, person: RosterPerson, { students }: Unlinked): HtmlSafeString {
  if (person.left) return html``;
  const likely = ({ suggestions }: UnlinkedStudent) => suggestions.some(({ entry }) => entry.id === person.id);
  const sorted = [...students.filter(likely), ...students.filter((student) => !likely(student))];
  return html`<section><h2>Link</h2>${
    sorted.length === 0
      ? html`<p>There are no pushes that are nobody's. Once ${person.name} has pushed, the login appears here.</p>`
      : html`<form class="fields" method="post" action="${base}/links"><input type="hidden" name="person" value="#${person.id}" />
      <label>Pushes as <select name="participant" required>${sorted.map(
        (student) =>
          html`<option value="${student.participantId}">${student.logins.join(', ')}${likely(student) ? ' (likely)' : ''}</option>`,
      )}</select></label><button>Link</button></form>`
  }</section>`;
}

function inviting(self: string, { invited }: RosterPerson): HtmlSafeString {
  return html`<section><h2>Invite</h2>
    <p>${invited ? 'An invite is open. A new one ends it.' : 'Who opens the link and signs in with GitHub is linked.'}</p>
    <div class="actions"><form method="post" action="${self}/invite"><button class="${invited ? 'second' : ''}">${invited ? 'Make a new link' : 'Make a link'}</button></form>
    ${invited ? html`<form method="post" action="${self}/uninvite"><button class="danger">Take the invite back</button></form>` : ''}</div></section>`;
}
