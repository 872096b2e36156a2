import { type HtmlSafeString, type HtmlValue, html } from '@prairielearn/html';
import type { StaffMember } from '#services/classroom/people/staff.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { TypedPerson } from '#services/classroom/roster/edit.ts';
import type { RosterPerson } from '#services/classroom/roster/people.ts';
import { FIELDS } from '#services/classroom/roster/person.ts';
import type { Unlinked } from '#services/classroom/roster/unlinked.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';
import { personForm } from './form.ts';
import { staffSection } from './staff.ts';
import { unlinkedSection } from './unlinked.ts';

export interface RosterView {
  readonly access: Access;
  /** Those that the search found. */
  readonly people: readonly RosterPerson[];
  /** Everybody that one may see, the search aside. */
  readonly all: readonly RosterPerson[];
  readonly search: string;
  /** Undefined: not for this viewer. */
  readonly unlinked: Unlinked | undefined;
  readonly staff: readonly StaffMember[];
  /** Somebody who could not be added, as typed. */
  readonly typed?: TypedPerson | undefined;
  /** May change it. */
  readonly mayChange: boolean;
  /** What was done just now, or why it was not. */
  readonly said?: Said | undefined;
}

/** A word after a form. */
export interface Said {
  readonly text: HtmlValue;
  /** It was not done. */
  readonly refused?: boolean;
}

/** Who is on the roster of a course, whose pushes are nobody's, and who teaches. */
export function rosterPage(view: RosterView): Page {
  const { access, people, all, search, unlinked, mayChange } = view;
  const base = `/courses/${access.course.slug}/roster`;
  const body = html`<h1>Roster</h1>
    <p class="lead">${counts(all)}</p>
    ${said(view.said)}
    ${all.length > 0 || mayChange ? actions(base, all, mayChange) : ''}
    ${unlinked && unlinked.students.length > 0 ? unlinkedSection(base, unlinked, access.course.timeZone) : ''}
    ${all.length === 0 ? empty(mayChange) : html`<h2>People</h2>${searchForm(base, search)}${table(base, view, people)}`}
    ${mayChange ? adding(base, view.typed) : ''}
    ${staffSection(view.staff)}`;
  return {
    ...{ title: `Roster of ${access.course.title}`, body, tabs: courseTabs(access, 'Roster') },
    trail: [{ href: `/courses/${access.course.slug}`, label: access.course.title }],
  };
}

/** What was done just now, or why it was not. */
export function said(word: Said | undefined): HtmlSafeString {
  if (!word) return html``;
  return word.refused
    ? html`<div class="notice marked" role="alert"><p>${word.text}</p></div>`
    : html`<div class="notice" role="status"><p>${word.text}</p></div>`;
}

function counts(all: readonly RosterPerson[]): string {
  const here = all.filter(({ left }) => !left);
  const unlinked = here.filter(({ participantId }) => participantId === undefined).length;
  const left = all.length - here.length;
  const people = here.length === 1 ? 'One person' : `${here.length} people`;
  return [people, unlinked > 0 && `${unlinked} without a login`, left > 0 && `${left} who left`]
    .filter(Boolean)
    .join(', ')
    .concat('.');
}

function actions(base: string, all: readonly RosterPerson[], mayChange: boolean): HtmlSafeString {
  const inviting = all.some(({ left, participantId }) => !left && participantId === undefined);
  return html`<p class="actions">${mayChange ? html`<a class="button" href="${base}/import">Import a CSV</a>` : ''}
    ${mayChange && inviting ? html`<a class="button second" href="${base}/invites">Invite who has no login</a>` : ''}
    ${all.length > 0 ? html`<a class="button second" href="${base}/roster.csv" download>Download as CSV</a>` : ''}</p>`;
}

function adding(base: string, typed: TypedPerson | undefined): HtmlSafeString {
  return html`<details id="add" ${typed ? html`open` : ''}><summary>Add one person</summary>
    ${personForm(`${base}/people`, 'Add', typed ?? {}, FIELDS)}</details>`;
}

function empty(mayChange: boolean): HtmlSafeString {
  return html`<section class="notice"><h2>Nobody is on the roster yet</h2>
    <p>${
      mayChange
        ? html`Import a CSV: names are enough, and e-mail, institution id, login, section and group help. Exports of Canvas, Moodle
          and GitHub Classroom are recognised. Nothing is changed before you have seen what would be.`
        : 'A teacher of the course imports it.'
    } Pushes are graded without a roster, too.</p></section>`;
}

function searchForm(base: string, search: string): HtmlSafeString {
  return html`<form class="fields" method="get" action="${base}" role="search">
    <label>Name, e-mail, id, login or section <input name="q" type="search" maxlength="100" value="${search}" /></label>
    <button class="second">Search</button>${search ? html`<a href="${base}">Show everybody</a>` : ''}</form>`;
}

function table(base: string, { search, mayChange }: RosterView, people: readonly RosterPerson[]): HtmlSafeString {
  if (people.length === 0) return html`<p>Nobody matches <q>${search}</q>.</p>`;
  return html`<div class="scroll" role="region" aria-label="People" tabindex="0"><table class="people">
    <thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Institution id</th>
    <th scope="col">Section</th><th scope="col">Group</th><th scope="col">GitHub login</th><th scope="col">State</th>${mayChange ? html`<td></td>` : ''}</tr></thead>
    <tbody>${people.map((person) => row(base, person, mayChange))}</tbody></table></div>`;
}

function row(base: string, person: RosterPerson, mayChange: boolean): HtmlSafeString {
  const { name, email, institutionId, section, group, participant, login } = person;
  const logins = participant?.logins ?? (login ? [login] : []);
  return html`<tr><th scope="row">${name}</th><td class="mail">${email ?? ''}</td><td>${institutionId ?? ''}</td>
    <td>${section ?? ''}</td><td>${group ?? ''}</td><td>${logins.map((each) => html`<code>${each}</code> `)}</td><td class="chips">${state(person)}</td>
    ${mayChange ? html`<td><a href="${base}/${person.id}" aria-label="Change ${name}">Change</a></td>` : ''}</tr>`;
}

/** How far somebody has come, in a chip. */
export function state({ left, participant, invited }: RosterPerson): HtmlSafeString {
  if (left) return html`<span class="chip skip">left</span>`;
  if (!participant) return html`<span class="chip missing">${invited ? 'invited' : 'no login'}</span>`;
  if (participant.repositories > 0)
    return html`<span class="chip">linked</span> <small>${repositories(participant.repositories)}</small>`;
  return participant.known
    ? html`<span class="chip">linked</span>`
    : html`<span class="chip">linked</span> <small>not seen yet</small>`;
}

function repositories(count: number): string {
  return count === 1 ? '1 repository' : `${count} repositories`;
}
