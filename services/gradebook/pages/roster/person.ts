import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { RosterPerson } from '#services/classroom/roster/people.ts';
import type { Unlinked, UnlinkedStudent } from '#services/classroom/roster/unlinked.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import { type Said, said, state } from './roster.ts';

export interface PersonView {
  readonly access: Access;
  readonly person: RosterPerson;
  readonly unlinked: Unlinked;
  readonly said?: Said | undefined;
}

/** One person of the roster: invite, link, unlink. */
export function personPage({ access, person, unlinked, said: word }: PersonView): Page {
  const base = `/courses/${access.course.slug}/roster`;
  const body = html`<h1>${person.name}</h1>
    <p class="lead">${state(person)}</p>
    ${said(word)}
    <dl class="facts">${fact('E-mail', person.email)}${fact('Institution id', person.institutionId)}${fact('Section', person.section)}</dl>
    ${person.participant ? linked(`${base}/${person.id}`, person) : html`${linking(base, person, unlinked)}${person.left ? '' : inviting(`${base}/${person.id}`, person)}`}
    <p class="quiet">Name, e-mail, institution id and section are changed by an import: send a CSV with this person alone.</p>`;
  return {
    ...{ title: person.name, body, tabs: courseTabs(access, 'Roster') },
    trail: [
      { href: `/courses/${access.course.slug}`, label: access.course.title },
      { href: base, label: 'Roster' },
    ],
  };
}

function fact(name: string, value: string | undefined): HtmlSafeString {
  return html`<dt>${name}</dt><dd>${value ?? html`<i>not known</i>`}</dd>`;
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
