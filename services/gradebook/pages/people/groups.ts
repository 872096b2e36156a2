import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { Group } from '#services/classroom/roster/groups.ts';
import type { GroupSize } from '#services/classroom/roster/move.ts';
import type { Page } from '../layout.ts';
import { type Said, said } from '../roster/roster.ts';
import { courseTabs } from '../tabs.ts';

export interface GroupsView {
  readonly access: Access;
  readonly groups: readonly Group[];
  /** Students who are in no group. */
  readonly alone: readonly Student[];
  /** As course.yaml says. */
  readonly sizes: readonly GroupSize[];
  readonly mayChange: boolean;
  readonly said?: Said | undefined;
}

export interface Student {
  readonly id: number;
  readonly name: string;
}

/** The groups of a course, who is in them, and who is in none. */
export function groupsPage(view: GroupsView): Page {
  const { access, groups, alone, mayChange } = view;
  const base = `/courses/${access.course.slug}/groups`;
  const body = html`<h1>Groups</h1>
    <p class="lead">${lead(view)}</p>
    ${said(view.said)}
    ${groups.length > 0 ? table(base, view) : empty}
    ${mayChange ? making(base, alone) : ''}
    ${alone.length > 0 && groups.length > 0 ? html`<section><h2>In no group <small>${alone.length}</small></h2><p>${alone.map(({ name }) => name).join(', ')}</p></section>` : ''}`;
  return {
    ...{ title: `Groups of ${access.course.title}`, body, tabs: courseTabs(access, 'Groups') },
    trail: [{ href: `/courses/${access.course.slug}`, label: access.course.title }],
  };
}

function lead({ groups, sizes }: GroupsView): string {
  const count = groups.length === 1 ? 'One group' : `${groups.length} groups`;
  const limits = sizes.map(({ title, size }) => `${title}: ${size} at most`).join('; ');
  return `${count}. ${limits || 'No size limit'}. Students join and begin groups when they accept an assignment; a teacher may move anybody. Who may push at GitHub follows.`;
}

const empty = html`<section class="notice"><h2>No groups</h2>
  <p>Students make them when they accept an assignment for groups, and the first push of a repository that names a team makes
  one, too. A group owns its grade; its members have it.</p></section>`;

function table(base: string, view: GroupsView): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Groups" tabindex="0"><table class="people"><thead><tr>
    <th scope="col">Group</th><th scope="col">Members</th><th scope="col">Work</th></tr></thead>
    <tbody>${view.groups.map((group) => row(base, group, view))}</tbody></table></div>`;
}

function row(base: string, group: Group, { sizes, mayChange, groups, access }: GroupsView): HtmlSafeString {
  const most = Math.min(...sizes.map(({ size }) => size));
  const home = `/courses/${access.course.slug}/participants/${group.id}`;
  return html`<tr><th scope="row"><a href="${home}">${group.name}</a> <small>${group.members.length === 1 ? 'one member' : `${group.members.length} members`}</small>
    ${group.members.length > most ? html`<span class="chip warning">more than ${most}</span>` : ''}</th>
    <td>${group.members.length === 0 ? html`<i>nobody</i>` : ''}${group.members.map((member) =>
      mayChange ? move(base, member, group, groups) : html`<span class="change">${member.name}</span>`,
    )}</td>
    <td>${group.started ? 'has repositories' : 'none yet'}</td></tr>`;
}

/** Somebody of a group, with where to move it. */
function move(
  base: string,
  { participantId, name }: Group['members'][number],
  from: Group,
  groups: readonly Group[],
): HtmlSafeString {
  return html`<form class="row" method="post" action="${base}/move"><span>${name}</span>
    <input type="hidden" name="student" value="${participantId}" /><input type="hidden" name="from" value="${from.id}" />
    <select name="to" aria-label="Where to move ${name}"><option value="">out of ${from.name}</option>${groups
      .filter(({ id }) => id !== from.id)
      .map(
        ({ id, name: other }) => html`<option value="${id}">to ${other}</option>`,
      )}</select><button>Move</button></form>`;
}

function making(base: string, alone: readonly Student[]): HtmlSafeString {
  if (alone.length === 0) return html`<p class="quiet">Every student of the course is in a group.</p>`;
  return html`<section><h2>Put somebody in a group</h2><form class="fields" method="post" action="${base}">
    <label>Student <select name="student" required>${alone.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>
    <label>Group, there already or new <input name="group" required maxlength="60" /></label><button>Put in</button></form></section>`;
}
